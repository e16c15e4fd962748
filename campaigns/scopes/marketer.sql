-- What a marketer sees: the rows of their brands. `scope.brand` holds the brands; what is not named here is empty.
-- Agencies are shared by all brands, and so is the market of KOLs: one who has a public profile may be found by anybody.
create view scope.campaign as
select id from memory.records.campaign where brand_id in (select id from scope.brand);

create view scope.collaboration as
select id from memory.records.collaboration where campaign_id in (select id from scope.campaign);

create view scope.product as
select product_id from memory.records.product where brand_id in (select id from scope.brand);

create view scope.foreign_product as
select product_id from memory.records.product where brand_id not in (select id from scope.brand);

-- Notes linked to their collaborations; of the unlinked ones those about their products, and those by their KOLs that are
-- not about another brand's product.
create view scope.note as
select note_id from memory.records.collaboration_note where collaboration_id in (select id from scope.collaboration)
union
select o.note_id
from (
    select note_id from wh.main.note_products where product_id in (select product_id from scope.product)
    union
    select note_id from memory.records.link where product_id in (select product_id from scope.product)
    union
    select n.note_id
    from wh.main.notes as n
    join memory.records.collaboration as k on k.kol_id = n.kol_id and k.id in (select id from scope.collaboration)
    where n.note_id not in (
        select note_id from wh.main.note_products where product_id in (select product_id from scope.foreign_product)
    )
) as o
where o.note_id not in (select note_id from memory.records.collaboration_note);

create view scope.kol as
select kol_id from memory.records.collaboration where id in (select id from scope.collaboration)
union
select kol_id from wh.main.notes where note_id in (select note_id from scope.note)
union
select kol_id from wh.main.kol_profiles;

create view scope.parcel as
select tracking_no from memory.records.sample where collaboration_id in (select id from scope.collaboration);

create view scope.line as
select shop_id, order_id, line_no from wh.main.orders where product_id in (select product_id from scope.product);

create view scope.foreign_line as
select shop_id, order_id from wh.main.orders where product_id in (select product_id from scope.foreign_product);

-- Terms of their collaborations and campaigns, and what binds all brands: platforms, and the agencies they work with.
create view scope.terms as
select id from memory.records.terms
where case
    when collaboration_id is not null then collaboration_id in (select id from scope.collaboration)
    when campaign_id is not null then campaign_id in (select id from scope.campaign)
    when agency_id is not null then agency_id in (
        select agency_id from memory.records.collaboration where id in (select id from scope.collaboration)
    )
    else true
end;

create view records.brand as select * from memory.records.brand where id in (select id from scope.brand);
create view records.product as select * from memory.records.product where product_id in (select product_id from scope.product);
create view records.agency as select * from memory.records.agency;
create view records.campaign as select * from memory.records.campaign where id in (select id from scope.campaign);
create view records.campaign_product as
select * from memory.records.campaign_product where campaign_id in (select id from scope.campaign);
create view records.collaboration as select * from memory.records.collaboration where id in (select id from scope.collaboration);
create view records.collaboration_note as
select * from memory.records.collaboration_note where collaboration_id in (select id from scope.collaboration);
create view records.collaboration_step as
select * from memory.records.collaboration_step where collaboration_id in (select id from scope.collaboration);
create view records.collaboration_quote as
select * from memory.records.collaboration_quote where collaboration_id in (select id from scope.collaboration);
create view records.collaboration_comment as
select * from memory.records.collaboration_comment where collaboration_id in (select id from scope.collaboration);
create view records.collaboration_draft as
select * from memory.records.collaboration_draft where collaboration_id in (select id from scope.collaboration);
create view records.exclusivity as
select * from memory.records.exclusivity where collaboration_id in (select id from scope.collaboration);
create view records.note_dismissal as
select * from memory.records.note_dismissal where collaboration_id in (select id from scope.collaboration);
create view records.match_weights as select * from memory.records.match_weights where brand_id in (select id from scope.brand);
create view records.kol_hold as select * from memory.records.kol_hold where brand_id in (select id from scope.brand);
create view records.link as select * from memory.records.link where product_id in (select product_id from scope.product);
create view records.terms as select * from memory.records.terms where id in (select id from scope.terms);
create view records.platform_band as select * from memory.records.platform_band;
create view records.exchange_rate as select * from memory.records.exchange_rate;
create view records.party_tax as
select * from memory.records.party_tax
where party not like '%/%'
    or party like 'platform/%'
    or party in (select 'kol/' || kol_id from memory.records.collaboration where id in (select id from scope.collaboration))
    or party in (select 'agency/' || agency_id from memory.records.collaboration where id in (select id from scope.collaboration));
create view records.sample as
select * from memory.records.sample where collaboration_id in (select id from scope.collaboration);
create view records.sample_receipt as
select * from memory.records.sample_receipt where product_id in (select product_id from scope.product);
-- Benchmarks are the house's; a setting that names a brand or a product is theirs alone.
create view records.setting as
select * from memory.records.setting
where key like 'benchmark.%'
    or key in (select unnest(['draft_rules.' || code, 'mention.watch.' || code]) from records.brand)
    or key in (select 'sample.warn_below.' || product_id from scope.product);

create view notes as select * from wh.main.notes where note_id in (select note_id from scope.note);
create view note_metrics as select * from wh.main.note_metrics where note_id in (select note_id from scope.note);
create view note_latest as select * from wh.main.note_latest where note_id in (select note_id from scope.note);
create view note_funnel as select * from wh.main.note_funnel where note_id in (select note_id from scope.note);
create view note_products as select * from wh.main.note_products where note_id in (select note_id from scope.note);
create view comments as select * from wh.main.comments where note_id in (select note_id from scope.note);
create view ad_spend as select * from wh.main.ad_spend where note_id in (select note_id from scope.note);
create view clicks as
select * from wh.main.clicks
where product_id in (select product_id from scope.product)
    or (note_id in (select note_id from scope.note) and coalesce(product_id, '') not in (select product_id from scope.foreign_product));
create view click_totals as select * from wh.main.click_totals where product_id in (select product_id from scope.product);
create view links as select * from wh.main.links where product_id in (select product_id from scope.product);
create view kols as select * from wh.main.kols where kol_id in (select kol_id from scope.kol);
create view kol_profiles as select * from wh.main.kol_profiles where kol_id in (select kol_id from scope.kol);
create view shipments as select * from wh.main.shipments where tracking_no in (select tracking_no from scope.parcel);
create view shipping_bills as select * from wh.main.shipping_bills where tracking_no in (select tracking_no from scope.parcel);
create view stock_levels as select * from wh.main.stock_levels where product_id in (select product_id from scope.product);
create view sell_outs as select * from wh.main.sell_outs where product_id in (select product_id from scope.product);
create view data_reach as select * from wh.main.data_reach;

create view orders as select * from wh.main.orders where product_id in (select product_id from scope.product);
create view order_credits as select * from wh.main.order_credits where product_id in (select product_id from scope.product);
create view order_touches as select * from wh.main.order_touches where product_id in (select product_id from scope.product);
create view refunds as
select * from wh.main.refunds
where (shop_id, order_id, line_no) in (select (shop_id, order_id, line_no) from scope.line)
    or (line_no = 0 and (shop_id, order_id) in (select (shop_id, order_id) from scope.line)
        and (shop_id, order_id) not in (select (shop_id, order_id) from scope.foreign_line));
create view refund_claims as
select * from wh.main.refund_claims where (shop_id, order_id, line_no) in (select (shop_id, order_id, line_no) from scope.line);
create view refund_steps as
select * from wh.main.refund_steps where (shop_id, order_id, line_no) in (select (shop_id, order_id, line_no) from scope.line);
create view line_refunds as
select * from wh.main.line_refunds where (shop_id, order_id, line_no) in (select (shop_id, order_id, line_no) from scope.line);
create view settlements as
select * from wh.main.settlements
where (shop_id, order_id) in (select (shop_id, order_id) from scope.line)
    and (shop_id, order_id) not in (select (shop_id, order_id) from scope.foreign_line);

create view campaign_totals as select * from memory.main.campaign_totals where campaign_id in (select id from scope.campaign);
create view campaign_days as select * from memory.main.campaign_days where campaign_id in (select id from scope.campaign);
create view campaign_notes as select * from memory.main.campaign_notes where campaign_id in (select id from scope.campaign);
create view campaign_credits as select * from memory.main.campaign_credits where campaign_id in (select id from scope.campaign);
create view commission_lines as
select * from memory.main.commission_lines where collaboration_id in (select id from scope.collaboration);
create view commission_events as
select * from memory.main.commission_events where collaboration_id in (select id from scope.collaboration);
create view closing_shares as
select * from memory.main.closing_shares where collaboration_id in (select id from scope.collaboration);
create view rebate_lines as
select * from memory.main.rebate_lines where collaboration_id in (select id from scope.collaboration);
create view terms_in_force as
select * from memory.main.terms_in_force where collaboration_id in (select id from scope.collaboration);
create view line_states as select * from memory.main.line_states where campaign_id in (select id from scope.campaign);
create view campaign_lines as select * from memory.main.campaign_lines where campaign_id in (select id from scope.campaign);
create view campaign_touches as select * from memory.main.campaign_touches where campaign_id in (select id from scope.campaign);
create view line_shares as select * from memory.main.line_shares where campaign_id in (select id from scope.campaign);
create view kol_credits as select * from memory.main.kol_credits where campaign_id in (select id from scope.campaign);
create view cohort_sales as select * from memory.main.cohort_sales where campaign_id in (select id from scope.campaign);
create view note_proposals as
select * from memory.main.note_proposals where collaboration_id in (select id from scope.collaboration);
create view kol_conflicts as
select * from memory.main.kol_conflicts where collaboration_id in (select id from scope.collaboration);
create view sample_status as
select * from memory.main.sample_status where collaboration_id in (select id from scope.collaboration);
create view sample_stock as select * from memory.main.sample_stock where brand_id in (select id from scope.brand);
create view tasks as select * from memory.main.tasks where brand_id in (select id from scope.brand);
