-- Parcels to each KOL that could be judged before the day $as_of: a note came of them, or their note was overdue.
-- What came in one parcel is judged once, as in kol_reliability.
with parcels as (
    select
        kol_id, collaboration_id, coalesce(tracking_no, cast(sample_id as varchar)) as parcel,
        bool_or(coalesce(shanghai_date(posted_at) < cast($as_of as date), false)) as is_posted,
        bool_or(state not in ('waived', 'returned', 'lost') and coalesce(due_date < cast($as_of as date), false)) as is_due,
        max(least(coalesce(shanghai_date(posted_at), due_date), due_date)) as judged_date
    from sample_status
    where has_left and coalesce(shipped_date, delivered_date) < cast($as_of as date)
    group by kol_id, collaboration_id, coalesce(tracking_no, cast(sample_id as varchar))
)
select
    kol_id, count(case when is_posted then 1 end) as posted, count(case when is_posted or is_due then 1 end) as judged,
    min(date_diff('day', judged_date, cast($as_of as date))) as sample_age_days
from parcels
where is_posted or is_due
group by kol_id
order by kol_id
