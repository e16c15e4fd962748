-- One row per campaign that is not archived, by name alone, for choosing one: those with linked notes first, then newest first.
-- Without sums, so that a page which only asks which campaign is meant waits for none.
select c.id, c.code, c.name, c.name_zh, c.since_date, c.before_date
from records.campaign as c
where not c.is_archived
order by
    c.id not in (
        select k.campaign_id
        from records.collaboration as k
        join records.collaboration_note as n on n.collaboration_id = k.id
    ),
    c.since_date desc, c.code
