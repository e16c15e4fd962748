-- One row per published note without a collaboration and collaboration of its KOL that it may have been written for.
-- key: note_id, collaboration_id
-- sources: notes, note_products, note_funnel, records.campaign, records.brand, records.product, records.campaign_product, records.collaboration, records.collaboration_note, records.collaboration_draft, records.note_dismissal, records.link
-- runs: live
-- money: CNY fen, refunds taken off; what the note sold under the rule of the last touch
-- why: proposed when the KOL published it from the campaign's first day until 14 days after its last, and it links a product of
--   the campaign, names one or the brand, or has the title of an approved draft; never when somebody said it does not belong.
--   strength: strong with a link or the draft's title inside the period; weak where only a name speaks, or only after the
--   period; good between. rank 1 is the most likely collaboration of a note. A person decides.
with goods as (
    select
        g.campaign_id, g.product_id, lower(p.name) as name, lower(coalesce(nullif(split_part(p.name_zh, ' ', 1), ''), p.name)) as name_zh,
        lower(b.name) as brand_name, lower(coalesce(nullif(b.name_zh, ''), b.name)) as brand_name_zh
    from records.campaign_product as g
    join records.product as p on p.product_id = g.product_id
    join records.brand as b on b.id = p.brand_id
),
links as (
    select note_id, product_id from note_products
    union
    select note_id, product_id from records.link
),
candidates as (
    select
        n.note_id, c.id as collaboration_id, c.campaign_id, c.kol_id, c.kol_name, n.title, n.published_at,
        coalesce(n.is_sponsored, false) as is_sponsored, lower(coalesce(n.title, '') || ' ' || coalesce(n.body, '')) as words,
        shanghai_date(n.published_at) as published_date, cast(p.since_date as date) as since_date, cast(p.before_date as date) as before_date
    from notes as n
    join records.collaboration as c on c.kol_id = n.kol_id and c.state not in ('declined', 'dropped')
    join records.campaign as p on p.id = c.campaign_id and not p.is_archived
    left join records.collaboration_note as l on l.note_id = n.note_id
    left join records.note_dismissal as d on d.note_id = n.note_id and d.collaboration_id = c.id
    where l.note_id is null and d.note_id is null
        and shanghai_date(n.published_at) >= cast(p.since_date as date)
        and shanghai_date(n.published_at) < cast(p.before_date as date) + 14
),
product_evidence as (
    select
        c.note_id, c.collaboration_id, max(case when x.product_id is not null then g.product_id end) as product_id,
        max(case when x.product_id is not null then 1 else 0 end) as links_product,
        max(case when strpos(c.words, g.name) > 0 or strpos(c.words, g.name_zh) > 0 then 1 else 0 end) as names_product,
        max(case when strpos(c.words, g.brand_name) > 0 or strpos(c.words, g.brand_name_zh) > 0 then 1 else 0 end) as names_brand
    from candidates as c
    join goods as g on g.campaign_id = c.campaign_id
    left join links as x on x.note_id = c.note_id and x.product_id = g.product_id
    group by c.note_id, c.collaboration_id
),
drafted as (
    select c.note_id, c.collaboration_id
    from candidates as c
    join records.collaboration_draft as t
        on t.collaboration_id = c.collaboration_id and t.state = 'approved' and trim(t.title) = trim(c.title)
    where trim(c.title) <> ''
    group by c.note_id, c.collaboration_id
),
weighed as (
    select
        c.note_id, c.collaboration_id, c.campaign_id, c.kol_id, c.kol_name, c.title, e.product_id, c.published_at, c.is_sponsored,
        coalesce(e.links_product, 0) = 1 as is_linking_product, coalesce(e.names_product, 0) = 1 as is_naming_product,
        coalesce(e.names_brand, 0) = 1 as is_naming_brand, d.note_id is not null as is_as_drafted,
        c.published_date < c.before_date as is_in_period,
        60 * coalesce(e.links_product, 0) + case when d.note_id is not null then 60 else 0 end + 20 * coalesce(e.names_product, 0)
            + 10 * coalesce(e.names_brand, 0) + case when c.is_sponsored then 20 else 0 end
            + case when c.published_date < c.before_date then 30 else 0 end as points
    from candidates as c
    left join product_evidence as e on e.note_id = c.note_id and e.collaboration_id = c.collaboration_id
    left join drafted as d on d.note_id = c.note_id and d.collaboration_id = c.collaboration_id
    where coalesce(e.links_product, 0) + coalesce(e.names_product, 0) + coalesce(e.names_brand, 0) > 0 or d.note_id is not null
)
select
    w.note_id, w.collaboration_id, w.campaign_id, w.kol_id, w.kol_name, w.title, w.product_id,
    case when w.points >= 90 then 'strong' when w.points >= 60 or (w.is_naming_product and w.is_in_period) then 'good' else 'weak' end as strength,
    f.net_sales_fen, cast(w.points as integer) as points,
    row_number() over (partition by w.note_id order by w.points desc, w.collaboration_id desc) as rank, f.reads, f.clicks, f.orders,
    w.is_linking_product, w.is_naming_product, w.is_naming_brand, w.is_as_drafted, w.is_sponsored, w.is_in_period, w.published_at
from weighed as w
left join note_funnel as f on f.note_id = w.note_id
