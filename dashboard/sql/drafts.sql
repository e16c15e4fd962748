-- One row per collaboration of a campaign, with its newest draft and how many it had; those that wait for a decision first.
-- Parameter: campaign (code).
with
newest as (
    select
        d.collaboration_id, d.id, d.number, d.state, d.title, d.submitted_by, d.submitted_at, d.decided_name, d.decided_at, d.comment,
        d.version, row_number() over (partition by d.collaboration_id order by d.number desc) as newness
    from records.collaboration_draft as d
),
published as (
    select collaboration_id, count(*) as notes from records.collaboration_note group by collaboration_id
)
select
    b.id as collaboration_id, b.kol_id, b.kol_name, a.name as agency, b.state as collaboration_state, d.id as draft_id, d.number,
    d.state, d.title, d.submitted_by, d.submitted_at, d.decided_name, d.decided_at, d.comment, d.version, b.quote_fen, coalesce(p.notes, 0) as notes
from records.collaboration as b
join records.campaign as c on c.id = b.campaign_id
left join records.agency as a on a.id = b.agency_id
left join newest as d on d.collaboration_id = b.id and d.newness = 1
left join published as p on p.collaboration_id = b.id
where c.code = $campaign and b.state not in ('declined', 'dropped')
order by d.state = 'submitted' desc nulls last, d.submitted_at desc nulls last, b.kol_name, b.id
