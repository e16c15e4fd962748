-- One row per KOL whom any file names.
-- key: kol_id
-- sources: raw.kols, raw.notes, kol_profiles, loads
-- runs: warehouse
-- why: each column takes the newest version that has a value; followers are those of the latest profile, and the tier
--   follows them: KOC below 10,000, tail below 50,000, waist below 500,000, head from there on; unknown stays empty.
with versions as (
    select
        k.kol_id, k.nickname, k.red_id, k.creator_hash, k.home_city, k.agency_name,
        row_number() over (partition by k.kol_id order by l.captured_at, l.sha256, k.source_row, k.source) as newness
    from raw.kols as k
    left join loads as l on l.load_id = k.load_id
),
merged as (
    select
        kol_id,
        arg_max(nickname, newness) filter (where nickname is not null) as nickname,
        arg_max(red_id, newness) filter (where red_id is not null) as red_id,
        arg_max(creator_hash, newness) filter (where creator_hash is not null) as creator_hash,
        arg_max(home_city, newness) filter (where home_city is not null) as home_city,
        arg_max(agency_name, newness) filter (where agency_name is not null) as agency_name
    from versions
    group by kol_id
),
everyone as (
    select kol_id from raw.kols
    union
    select kol_id from kol_profiles
    union
    select kol_id from raw.notes where kol_id is not null
),
profiles as (
    select
        kol_id, followers,
        row_number() over (partition by kol_id order by as_of_date desc, source, scope) as age
    from kol_profiles
    where followers is not null
)
select
    e.kol_id, m.nickname, m.red_id, coalesce(m.creator_hash, substr(sha256(e.kol_id), 1, 16)) as creator_hash,
    m.home_city, m.agency_name, p.followers,
    case
        when p.followers < 10000 then 'koc'
        when p.followers < 50000 then 'tail'
        when p.followers < 500000 then 'waist'
        when p.followers is not null then 'head'
    end as tier
from everyone as e
left join merged as m on m.kol_id = e.kol_id
left join profiles as p on p.kol_id = e.kol_id and p.age = 1
