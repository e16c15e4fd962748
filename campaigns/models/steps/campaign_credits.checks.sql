-- fail: a click on a note that is linked to no collaboration is paid for
select c.shop_id, c.order_id, c.line_no, c.note_id
from campaign_credits as c
left join records.collaboration_note as n on n.note_id = c.note_id
where c.evidence = 'click' and n.note_id is null;

-- warn: the cost of a product sold in a campaign is unknown, so its contribution is too high
select distinct campaign_id, product_id from campaign_credits where product_cost_fen is null;

-- warn: a linked note was written by another KOL than the collaboration's
select n.note_id, n.kol_id, c.kol_id as collaboration_kol_id
from records.collaboration_note as l
join notes as n on n.note_id = l.note_id
join records.collaboration as c on c.id = l.collaboration_id
where n.kol_id <> c.kol_id;
