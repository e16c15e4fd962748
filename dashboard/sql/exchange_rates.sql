-- One row per currency and day from which a rate of exchange holds, the newest first.
select r.id, r.version, r.currency, r.since_date as since_date, r.cny_ppm, r.source
from records.exchange_rate as r
order by r.currency, r.since_date desc
