-- One row per kind of task and campaign (product, months) that has one that is due: how many, and the money at stake.
-- Parameters: brand (code of a brand; empty for all), today (the Shanghai date of whoever looks).
select
    t.kind,
    case when t.kind = 'month_open' then '' else t.code end as code,
    case when t.kind = 'month_open' then min(t.name) else max(t.name) end as name,
    max(t.name_zh) as name_zh, case when count(*) = 1 then max(t.who) end as who, max(t.code) as last_code,
    sum(t.amount_fen)::bigint as amount_fen, sum(t.items)::bigint as items, count(*)::bigint as rows,
    min(t.due_date) as since_date
from tasks as t
left join records.brand as b on b.id = t.brand_id
where (t.due_date is null or t.due_date <= $today::date)
    and ($brand = '' or b.code = $brand)
group by t.kind, case when t.kind = 'month_open' then '' else t.code end
order by amount_fen desc nulls last, t.kind, code
