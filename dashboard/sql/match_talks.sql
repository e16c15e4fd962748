-- Days from being contacted to the next step, of the talks with each KOL that got so far before the day $as_of.
with steps as (
    select c.kol_id, s.collaboration_id, s.to_state, s.at as stepped_at
    from records.collaboration_step as s
    join records.collaboration as c on c.id = s.collaboration_id
    where shanghai_date(s.at) < cast($as_of as date)
),
contacted as (
    select s.kol_id, s.collaboration_id, min(s.stepped_at) as contacted_at
    from steps as s
    where s.to_state = 'contacted'
    group by s.kol_id, s.collaboration_id
),
answered as (
    select c.kol_id, (epoch(min(s.stepped_at)) - epoch(c.contacted_at)) / 86400.0 as days
    from contacted as c
    join steps as s
        on s.collaboration_id = c.collaboration_id and s.stepped_at > c.contacted_at
        and s.to_state not in ('contacted', 'dropped')
    group by c.kol_id, c.collaboration_id, c.contacted_at
)
select kol_id, median(days) as answer_days, count(*) as answers
from answered
group by kol_id
order by kol_id
