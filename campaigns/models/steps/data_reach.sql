-- One row per kind of event that carries the time it happened: the newest one that is known.
-- key: fact
-- sources: raw.clicks, orders, raw.notes, shipments
-- runs: warehouse
-- why: whether something is late is judged as of the newest event, not by the clock of whoever looks: what no file has told
--   yet is neither early nor late. Capture times are left out, because they tell when somebody exported.
select 'clicks' as fact, max(clicked_at) as newest_at from raw.clicks
union all
select 'orders' as fact, max(ordered_at) as newest_at from orders
union all
select 'notes' as fact, max(published_at) as newest_at from raw.notes
union all
select 'shipments' as fact, max(event_at) as newest_at from shipments
