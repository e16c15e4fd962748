-- One row per KOL who was sent samples in a campaign, the most reliable first (by the lower end of the interval), those
-- without a judged sample last. Parameter: campaign (code; empty for all); the figures are over all campaigns.
select
    k.kol_id, k.kol_name, k.parcels, k.arrived, k.posted, k.overdue, k.judged, k.notes, k.posting_rate, k.reliability,
    k.reliability_low, k.reliability_high, k.days_to_post_median, k.cost_per_note_fen, k.samples_fen, k.rating_mean
from kol_reliability as k
where $campaign = '' or exists (
    select 1
    from sample_status as s
    join records.campaign as c on c.id = s.campaign_id
    where s.kol_id = k.kol_id and c.code = $campaign
)
order by k.reliability_low desc nulls last, k.judged desc, k.kol_name
