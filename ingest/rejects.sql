-- Refused rows with the name of their file, as a person looks for them; $load_id null: of all loads.
select r.load_id, l.name as file, r.sheet, r.source_row, r.column_name, r.table_name, r.code, r.value, r.rule, r.remedy
from rejects r
join loads l on l.load_id = r.load_id
where $load_id is null or r.load_id = $load_id
order by r.load_id, r.sheet, r.source_row, r.column_name, r.code
