-- One row per order line of a campaign whose kinds of evidence name different KOLs: who is credited by which, and what each of
-- the others says. Parameter: campaign (code). KOLs by name where one is known.
with
chosen as (
    select m.shop_id, m.order_id, m.line_no, m.kol_id, m.evidence, m.credit_fen, m.ordered_at
    from campaign_credits as m
    join records.campaign as c on c.id = m.campaign_id
    where c.code = $campaign and m.has_conflict
),
named as (
    select kol_id, min(name) as name
    from (
        select kol_id, nickname as name from kols where nickname is not null
        union all
        select kol_id, kol_name as name from records.collaboration
        where kol_id not in (select kol_id from kols where nickname is not null)
    )
    group by kol_id
),
statements as (
    select s.order_id, s.shop_id, string_agg(distinct coalesce(n.name, s.kol_id), ', ') as settlement
    from settlements as s
    left join named as n on n.kol_id = s.kol_id
    where s.kol_id <> ''
    group by s.order_id, s.shop_id
)
select
    c.order_id, c.ordered_at, c.credit_fen, coalesce(w.name, c.kol_id) as credited, c.evidence, s.settlement,
    coalesce(f.name, nullif(o.source_kol_id, '')) as source_kol, coalesce(g.name, p.kol_id) as promo_code,
    coalesce(h.name, t.kol_id) as click, c.shop_id, c.line_no
from chosen as c
join orders as o on o.shop_id = c.shop_id and o.order_id = c.order_id and o.line_no = c.line_no
left join order_credits as t
    on t.shop_id = c.shop_id and t.order_id = c.order_id and t.line_no = c.line_no and t.rule = 'last' and t.click_id is not null
left join statements as s on s.order_id = c.order_id and (s.shop_id is null or s.shop_id = c.shop_id)
left join records.collaboration as p on upper(trim(p.promo_code)) = upper(trim(o.promo_code))
left join named as w on w.kol_id = c.kol_id
left join named as f on f.kol_id = o.source_kol_id
left join named as g on g.kol_id = p.kol_id
left join named as h on h.kol_id = t.kol_id
order by c.ordered_at desc, c.order_id, c.line_no
