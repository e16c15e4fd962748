-- One row per note of one part of the buyers: clicks and buyers who clicked; parts add up, because a buyer is in one of them.
select note_no, cast(sum(clicks) as bigint) as clicks, count(*) as clickers
from (select note_no, buyer_key, count(*) as clicks from clicks group by note_no, buyer_key) as met
group by note_no
