-- One row per party, campaign, month of the event, part and week in which money becomes payable: what fees and commission
-- come to, net of refunds. A line of an order is payable $window_days after the whole order is completed, a refund not
-- before its sale; what the end of a month brings as many days after it; a fixed fee when the note is out. A line that is
-- not completed has no week. Parameters: window_days, today (the Shanghai date of whoever looks).
with completed as (
    select
        shop_id, order_id,
        case when count(*) = count(completed_at) then max(completed_at) end + to_days($window_days) as payable_at
    from orders
    where is_sale(status, paid_at)
    group by shop_id, order_id
),
dated as (
    select
        l.part, l.kind, l.campaign_id, l.collaboration_id, l.kol_id, l.shop_id, l.order_id, l.line_no, l.currency, l.amount_fen,
        l.period,
        shanghai_date(case
            when l.kind = 'fixed_fee' then l.event_at
            when l.order_id is null then l.event_at + to_days($window_days)
            when d.payable_at is not null then greatest(l.event_at, d.payable_at)
        end) as payable_date
    from commission_lines as l
    left join completed as d on d.shop_id = l.shop_id and d.order_id = l.order_id
)
select
    case d.part
        when 'platform_fee' then 'platform/' || coalesce(s.channel, '')
        when 'third_party' then 'agency/' || b.agency_id
        else 'kol/' || d.kol_id
    end as party,
    case d.part when 'platform_fee' then s.channel when 'third_party' then max(a.name) else max(b.kol_name) end as name,
    d.part, p.code, max(p.name) as campaign, max(p.name_zh) as campaign_zh, d.currency, d.period,
    d.payable_date <= $today::date as is_payable, d.payable_date < date_trunc('month', $today::date) as is_of_month_past,
    date_trunc('week', d.payable_date)::date as week_date, sum(d.amount_fen)::bigint as amount_fen, count(*)::bigint as lines
from dated as d
join records.collaboration as b on b.id = d.collaboration_id
join records.campaign as p on p.id = d.campaign_id
left join records.agency as a on a.id = b.agency_id
left join campaign_credits as s on s.shop_id = d.shop_id and s.order_id = d.order_id and s.line_no = d.line_no
group by 1, s.channel, d.part, p.code, d.currency, d.period, 9, 10, 11
order by 1, p.code, d.period, week_date
