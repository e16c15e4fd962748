-- One row per note, merged from every source that names it.
-- key: note_id
-- sources: raw.notes, loads, note_identity, kols
-- runs: warehouse
-- why: each column takes the newest version that has a value (newest by the capture time of the file, then the file's
--   hash, then the row), so that the order in which files arrive cannot matter; load_id and source_row are the newest row's.
with versions as (
    select
        coalesce(i.note_id, n.note_id) as note_id, n.platform, n.account, n.kol_id, n.creator_hash,
        nullif(trim(n.title), '') as title, nullif(trim(n.body), '') as body, n.kind, n.published_at, n.topics,
        n.is_sponsored, n.url, n.is_provisional and i.note_id is null as is_provisional, n.load_id, n.source_row,
        row_number() over (
            partition by coalesce(i.note_id, n.note_id)
            order by n.is_provisional desc, l.captured_at, l.sha256, n.source_row, n.source, n.note_id
        ) as newness
    from raw.notes as n
    left join note_identity as i on i.provisional_id = n.note_id
    left join loads as l on l.load_id = n.load_id
),
merged as (
    select
        note_id,
        arg_max(platform, newness) filter (where platform is not null) as platform,
        arg_max(account, newness) filter (where account is not null) as account,
        arg_max(kol_id, newness) filter (where kol_id is not null) as kol_id,
        arg_max(creator_hash, newness) filter (where creator_hash is not null) as creator_hash,
        arg_max(title, newness) filter (where title is not null) as title,
        arg_max(body, newness) filter (where body is not null) as body,
        arg_max(kind, newness) filter (where kind is not null) as kind,
        arg_max(published_at, newness) filter (where published_at is not null) as published_at,
        arg_max(topics, newness) filter (where topics is not null) as topics,
        arg_max(is_sponsored, newness) filter (where is_sponsored is not null) as is_sponsored,
        arg_max(url, newness) filter (where url is not null) as url,
        bool_and(is_provisional) as is_provisional,
        arg_max(load_id, newness) as load_id,
        arg_max(source_row, newness) as source_row
    from versions
    group by note_id
),
people as (
    select creator_hash, min(kol_id) as kol_id
    from kols
    where creator_hash is not null
    group by creator_hash
)
select
    m.note_id, m.platform, m.account, coalesce(m.kol_id, p.kol_id) as kol_id, m.creator_hash, m.title, m.body, m.kind,
    m.published_at, m.topics, m.is_sponsored, m.url, m.is_provisional, m.load_id, m.source_row
from merged as m
left join people as p on p.creator_hash = m.creator_hash
