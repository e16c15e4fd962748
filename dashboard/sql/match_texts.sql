-- What each KOL had written before the day $as_of: titles, bodies and topics of the newest hundred notes.
with own as (
    select
        kol_id, concat_ws(' ', title, body, array_to_string(topics, ' ')) as text,
        row_number() over (partition by kol_id order by published_at desc, note_id) as age
    from notes
    where kol_id is not null and shanghai_date(published_at) < cast($as_of as date)
)
select kol_id, string_agg(text, ' ' order by age) as text
from own
where age <= 100
group by kol_id
order by kol_id
