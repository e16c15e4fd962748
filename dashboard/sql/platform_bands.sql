-- One row per platform, category and day from which a band holds, the newest first.
select b.id, b.version, b.platform, b.category, b.since_date as since_date, b.low_ppm, b.high_ppm, b.source
from records.platform_band as b
order by b.platform, b.category, b.since_date desc
