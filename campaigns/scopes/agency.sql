-- What an agency sees: its own collaborations and what belongs to them. `scope.agency` holds the agency; what is not named
-- here is empty. Columns are listed, and what the brand keeps to itself (cost, budget, ads, other parties) is null: a column
-- that is new somewhere has to be decided here, a test asks for it.
create view scope.collaboration as
select id, campaign_id, kol_id from memory.records.collaboration where agency_id in (select id from scope.agency);

create view scope.campaign as
select id, brand_id from memory.records.campaign where id in (select campaign_id from scope.collaboration);

create view scope.product as
select product_id from memory.records.campaign_product where campaign_id in (select id from scope.campaign)
union
select product_id from memory.records.sample where collaboration_id in (select id from scope.collaboration);

create view scope.note as
select note_id from memory.records.collaboration_note where collaboration_id in (select id from scope.collaboration);

create view scope.parcel as
select tracking_no from memory.records.sample where collaboration_id in (select id from scope.collaboration);

create view records.brand as
select id, code, name, name_zh, version from memory.records.brand where id in (select brand_id from scope.campaign);

create view records.product as
select product_id, brand_id, name, name_zh, category, null::bigint as cost_fen, version
from memory.records.product where product_id in (select product_id from scope.product);

create view records.agency as
select id, code, name, version, contacts, '' as remark from memory.records.agency where id in (select id from scope.agency);

create view records.campaign as
select
    id, code, brand_id, name, name_zh, method, since_date, before_date, null::bigint as budget_fen, lookback_days,
    target_audience, countdowns, is_archived, version, null::varchar as budget_parts, posting_due_days, brief, must_have,
    banned_extra, disclosure, credit_rule, match_on, half_life_days
from memory.records.campaign where id in (select id from scope.campaign);

create view records.campaign_product as
select campaign_id, product_id, link from memory.records.campaign_product where campaign_id in (select id from scope.campaign);

create view records.collaboration as
select
    id, campaign_id, kol_id, kol_name, agency_id, state, quote_fen, promo_code, version, stands_since_at, owner, next_step,
    next_date, tags
from memory.records.collaboration where id in (select id from scope.collaboration);

create view records.collaboration_note as
select note_id, collaboration_id, linked_by, linked_at
from memory.records.collaboration_note where collaboration_id in (select id from scope.collaboration);

create view records.collaboration_step as
select id, collaboration_id, from_state, to_state, who, "at", reason
from memory.records.collaboration_step where collaboration_id in (select id from scope.collaboration);

create view records.collaboration_quote as
select id, collaboration_id, quote_fen, kind, remark, entered_by, entered_at, accepted_by, accepted_at
from memory.records.collaboration_quote where collaboration_id in (select id from scope.collaboration);

create view records.collaboration_comment as
select id, collaboration_id, who, "at", body
from memory.records.collaboration_comment where collaboration_id in (select id from scope.collaboration);

create view records.collaboration_draft as
select
    id, collaboration_id, number, title, is_reported, text_hash, state, submitted_by, submitted_at, decided_by, decided_name,
    decided_at, comment, findings, version
from memory.records.collaboration_draft where collaboration_id in (select id from scope.collaboration);

create view records.exclusivity as
select id, collaboration_id, category, since_date, before_date, remark, version
from memory.records.exclusivity where collaboration_id in (select id from scope.collaboration);

create view records.link as
select slug, note_id, product_id, version from memory.records.link where note_id in (select note_id from scope.note);

-- What the agency and its KOLs are paid; the platform's fee is between the platform and the brand.
create view records.terms as
select
    id, scope, part, collaboration_id, agency_id, campaign_id, platform, category, since_date, before_date, base, rate_ppm,
    tiers, tier_mode, cap_fen, minimum_fen, guarantee_kind, guarantee_fen, fixed_fee_fen, cps_share_ppm, currency, entered_by,
    entered_at, version
from memory.records.terms
where part <> 'platform_fee'
    and (collaboration_id in (select id from scope.collaboration) or agency_id in (select id from scope.agency));

create view records.party_tax as
select id, party, since_date, vat_ppm, is_vat_included, withholding_ppm, '' as entered_by, entered_at, version
from memory.records.party_tax
where party in (select 'agency/' || id from scope.agency)
    or party in (select 'kol/' || kol_id from scope.collaboration);

create view records.sample as
select
    id, collaboration_id, product_id, units, null::bigint as shipping_fen, carrier, tracking_no, state, version,
    null::bigint as unit_cost_fen, requested_date, approved_date, shipped_date, delivered_date, extended_until_date,
    waiver_reason, feedback, rating
from memory.records.sample where collaboration_id in (select id from scope.collaboration);

-- Its own statements once they were approved, and those of KOLs who work through no other agency; who signed is the
-- brand's own matter.
create view scope.statement as
select id from memory.records.statement
where state not in ('draft', 'submitted')
    and (
        party in (select 'agency/' || id from scope.agency)
        or party in (
            select 'kol/' || kol_id from memory.records.collaboration
            group by kol_id
            having count(*) = count(*) filter (where agency_id in (select id from scope.agency))
        )
    );

create view records.statement as
select
    id, party, party_name, currency, period, state, opening_fen, accrued_fen, clawback_fen, adjustment_fen, settled_fen,
    closing_fen, pending_fen, minimum_fen, due_fen, rebate_fen, paid_fen, line_count, lines_hash, ledger_entries, ledger_hash,
    '' as made_by, made_at, null::varchar as submitted_by, submitted_at, null::varchar as approved_by, approved_at,
    null::varchar as closed_by, closed_at, '' as remark, version
from memory.records.statement where id in (select id from scope.statement);

create view records.statement_payment as
select
    statement_id, number, paid_date, amount_fen, reference, entry_id, '' as paid_by, recorded_at, reversal_id, reason
from memory.records.statement_payment where statement_id in (select id from scope.statement);

create view records.setting as
select key, value, source, version from memory.records.setting where key like 'benchmark.%';

create view notes as select * from wh.main.notes where note_id in (select note_id from scope.note);
create view note_metrics as select * from wh.main.note_metrics where note_id in (select note_id from scope.note);
create view note_latest as select * from wh.main.note_latest where note_id in (select note_id from scope.note);
create view note_funnel as select * from wh.main.note_funnel where note_id in (select note_id from scope.note);
create view note_products as
select * from wh.main.note_products
where note_id in (select note_id from scope.note) and product_id in (select product_id from scope.product);
create view comments as select * from wh.main.comments where note_id in (select note_id from scope.note);
create view clicks as
select * from wh.main.clicks
where note_id in (select note_id from scope.note) and product_id in (select product_id from scope.product);
create view order_credits as
select * from wh.main.order_credits
where note_id in (select note_id from scope.note) and product_id in (select product_id from scope.product);
create view data_reach as select * from wh.main.data_reach;

-- Lists of KOLs that vendors sell name other agencies.
create view kols as
select kol_id, nickname, red_id, creator_hash, home_city, null::varchar as agency_name, followers, tier
from wh.main.kols where kol_id in (select kol_id from scope.collaboration);

create view kol_profiles as
select
    kol_id, as_of_date, source, scope, followers, image_price_fen, video_price_fen, impression_median, read_median,
    engagement_median, image_read_cost_fen, video_read_cost_fen, image_cpm_fen, video_cpm_fen, image_engagement_cost_fen,
    video_engagement_cost_fen, active_share, female_share, male_share, age_under_18_share, age_18_24_share, age_25_34_share,
    age_35_44_share, age_over_44_share, tier1_city_share, tier2_city_share, tier3_city_share, is_rounded, is_capped, load_id,
    source_row
from wh.main.kol_profiles where kol_id in (select kol_id from scope.collaboration);

create view shipments as select * from wh.main.shipments where tracking_no in (select tracking_no from scope.parcel);

create view campaign_notes as
select
    campaign_id, collaboration_id, note_id, kol_id, kol_name, tier, title, kind, fixed_fee_fen, null::bigint as ads_fen,
    null::bigint as spend_fen, gmv_fen, refunds_fen, net_sales_fen, impressions, reads, likes, collects, comments, shares,
    engagement, clicks, clickers, buyers, orders, kept_orders, units, is_paid, published_at
from memory.main.campaign_notes where collaboration_id in (select id from scope.collaboration);

create view commission_lines as
select
    line_id, campaign_id, collaboration_id, kol_id, note_id, shop_id, order_id, line_no, refund_id, terms_id, part, kind,
    base_name, currency, base_fen, rate_ppm, amount_fen, period, of_period, event_at
from memory.main.commission_lines
where part <> 'platform_fee' and collaboration_id in (select id from scope.collaboration);

create view rebate_lines as
select
    collaboration_id, campaign_id, kol_id, agency_id, terms_id, currency, quote_fen, amount_fen, rate_ppm, period, event_at
from memory.main.rebate_lines where collaboration_id in (select id from scope.collaboration);

create view sample_status as
select
    sample_id, collaboration_id, campaign_id, brand_id, agency_id, kol_id, product_id, note_id, kol_name, state, decided_state,
    carrier, tracking_no, courier_status, trouble, waiver_reason, null::bigint as unit_cost_fen, null::bigint as cost_fen,
    units, rating, days_to_post, has_left, is_overdue, is_extended, requested_date, approved_date, shipped_date,
    delivered_date, due_date, as_of_date, delivered_at, posted_at
from memory.main.sample_status where collaboration_id in (select id from scope.collaboration);

-- The stake of a sample is the brand's cost; of a draft and a step it is the agency's own quote.
create view tasks as
select
    kind, subject, code, name, name_zh, who, brand_id, campaign_id, collaboration_id, agency_id,
    case when kind in ('draft_waiting', 'draft_returned', 'step_due') then amount_fen end as amount_fen, items, due_date
from memory.main.tasks
where collaboration_id in (select id from scope.collaboration)
    and kind in ('sample_to_ship', 'note_overdue', 'draft_waiting', 'draft_returned', 'step_due');
