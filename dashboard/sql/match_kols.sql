-- Everybody who is known: by a profile, a note or a collaboration of before the day $as_of. Names are today's. Accounts
-- whose own export was loaded are brands, not KOLs.
with known as (
    select kol_id from kol_profiles where as_of_date < cast($as_of as date)
    union
    select kol_id from notes where kol_id is not null and shanghai_date(published_at) < cast($as_of as date)
    union
    select kol_id from records.collaboration where state not in ('declined', 'dropped')
),
agreed as (
    select kol_id, max(kol_name) as kol_name from records.collaboration group by kol_id
)
select
    w.kol_id, coalesce(k.nickname, a.kol_name, w.kol_id) as kol_name, k.agency_name, k.home_city
from known as w
left join kols as k on k.kol_id = w.kol_id
left join agreed as a on a.kol_id = w.kol_id
where w.kol_id not in (select kol_id from notes where account is not null and kol_id is not null)
order by w.kol_id
