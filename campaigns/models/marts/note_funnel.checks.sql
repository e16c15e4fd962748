-- fail: the money of the notes is not the money credited to notes
select f.gmv_fen, c.gmv_fen as credited_fen
from (select coalesce(sum(gmv_fen), 0) as gmv_fen from note_funnel) as f
cross join (
    select coalesce(sum(credit_fen), 0) as gmv_fen
    from order_credits
    where rule = 'last' and note_id is not null and currency = 'CNY'
) as c
where f.gmv_fen <> c.gmv_fen;

-- warn: clicks lead to a note of which no file tells more
select f.note_id from note_funnel as f left join notes as n on n.note_id = f.note_id where n.note_id is null;
