-- One row per KOL to whom a sample has been sent: how surely and how soon a note comes of it.
-- key: kol_id
-- sources: sample_status
-- runs: live
-- money: CNY fen; everything that left counts, also what was lost or waived
-- why: what matching may expect of a KOL. What came in one parcel is judged once. Judged are parcels that led to a note or are
--   overdue; one still inside its days, and one that was waived, returned or lost, says nothing about the KOL. reliability is the mean of the Beta posterior after a uniform
--   prior, (posted + 1) ÷ (judged + 2) (Laplace's rule); its interval is Wilson's, 95 %. posting_rate is posted ÷ arrived, as in
--   the metric dictionary. The median of days counts notes whose delivery and publication are both known.
with parcels as (
    select
        kol_id, collaboration_id, coalesce(tracking_no, cast(sample_id as varchar)) as parcel, max(kol_name) as kol_name,
        sum(cost_fen) as cost_fen, bool_or(state in ('delivered', 'note_owed', 'posted')) as has_arrived,
        bool_or(state = 'posted') as is_posted, bool_or(is_overdue) and not bool_or(state = 'posted') as is_overdue,
        min(note_id) as note_id, min(days_to_post) as days_to_post, avg(rating) as rating
    from sample_status
    where has_left
    group by kol_id, collaboration_id, coalesce(tracking_no, cast(sample_id as varchar))
),
counted as (
    select
        kol_id, max(kol_name) as kol_name, cast(sum(cost_fen) as bigint) as samples_fen, count(*) as parcels,
        count(case when has_arrived then 1 end) as arrived, count(case when is_posted then 1 end) as posted,
        count(case when is_overdue then 1 end) as overdue,
        count(distinct case when is_posted then coalesce(note_id, parcel) end) as notes,
        median(days_to_post) as days_to_post_median, avg(rating) as rating_mean
    from parcels
    group by kol_id
)
select
    kol_id, kol_name, samples_fen, round_half_up(samples_fen, nullif(notes, 0)) as cost_per_note_fen, parcels, arrived, posted,
    overdue, posted + overdue as judged, notes, posted / cast(nullif(arrived, 0) as double) as posting_rate,
    (posted + 1) / nullif(case when posted + overdue > 0 then posted + overdue + 2.0 end, 0) as reliability,
    wilson_low(posted, posted + overdue) as reliability_low, wilson_high(posted, posted + overdue) as reliability_high,
    days_to_post_median, rating_mean
from counted
