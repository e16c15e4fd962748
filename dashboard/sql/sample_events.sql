-- One row per courier event of a sample's parcel, oldest first. Parameter: sample (its number).
select h.event_at, h.carrier, h.status, h.raw_status
from records.sample as s
join sample_status as t on t.sample_id = s.id
join shipments as h
    on h.tracking_no = s.tracking_no and (h.carrier = s.carrier or h.carrier = 'unstated' or s.carrier is null)
where s.id = $sample
order by h.event_at
