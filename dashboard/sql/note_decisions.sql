-- One row per note that somebody linked to a collaboration, or refused for it, newest first; of those whose time is known.
-- Parameter: campaign (code; empty for all).
with
decided as (
    select 'linked' as decision, note_id, collaboration_id, linked_by as who, linked_at as decided_at
    from records.collaboration_note
    where linked_at is not null
    union all
    select 'dismissed' as decision, note_id, collaboration_id, dismissed_by as who, dismissed_at as decided_at
    from records.note_dismissal
)
select
    d.decision, d.note_id, d.collaboration_id, c.code as campaign, c.name, c.name_zh, b.kol_name, n.title, d.who, d.decided_at
from decided as d
join records.collaboration as b on b.id = d.collaboration_id
join records.campaign as c on c.id = b.campaign_id
left join notes as n on n.note_id = d.note_id
where $campaign = '' or c.code = $campaign
order by d.decided_at desc, d.note_id, d.collaboration_id
limit 50
