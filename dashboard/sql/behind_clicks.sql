-- One row per click behind a figure, the newest first, with its address, and what all of them add up to.
-- Parameters: figure (clicks, clickers), campaign (code; the notes linked to it), method, tier, cohort, note, kol, product, section, channel, since and
-- before (business dates); empty for all. rows, skipped: which part of the list. adds: a person counts once, with the first click.
with
linked as (
    select n.note_id
    from records.collaboration_note as n
    join records.collaboration as b on b.id = n.collaboration_id
    join records.campaign as c on c.id = b.campaign_id
    left join kols as p on p.kol_id = b.kol_id
    left join notes as w on w.note_id = n.note_id
    where ($campaign = '' or c.code = $campaign)
        and ($method = '' or c.method = $method)
        and ($tier = '' or coalesce(p.tier, 'unknown') = $tier)
        and ($cohort = '' or coalesce(date_trunc('week', shanghai_date(w.published_at))::date::varchar, 'unknown') = $cohort)
),
events as (
    select
        k.clicked_at as event_at, k.click_id as what, 'click_id=' || k.click_id as key, k.load_id, k.source_row,
        case $figure
            when 'clickers' then (k.buyer_key is not null
                and row_number() over (partition by k.buyer_key order by k.clicked_at, k.click_id) = 1)::bigint
            else 1
        end as adds
    from clicks as k
    where k.note_id is not null
        and ($campaign || $method || $tier || $cohort = '' or k.note_id in (select note_id from linked))
        and ($note = '' or k.note_id = $note)
        and ($kol = '' or k.note_id in (select note_id from notes where kol_id = $kol))
        and ($product = '' or k.product_id = $product)
        and ($section = '' or coalesce(k.section, 'unknown') = $section)
        and ($channel = '' or coalesce(k.channel, 'unknown') = $channel)
        and ($since = '' or shanghai_date(k.clicked_at) >= try_cast($since as date))
        and ($before = '' or shanghai_date(k.clicked_at) < try_cast($before as date))
),
whole as (select count(*) as found, coalesce(sum(adds), 0)::bigint as total from events where adds <> 0)
select e.event_at, e.what, e.adds::bigint as adds, 'clicks' as fact, e.key, e.load_id, l.name as file, e.source_row, w.found, w.total
from events as e
cross join whole as w
left join loads as l on l.load_id = e.load_id
where e.adds <> 0
order by e.event_at desc, e.what
limit $rows offset $skipped
