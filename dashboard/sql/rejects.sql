-- One row per refused row and reason, with the address a person needs to mend it.
select
    r.load_id, l.name, r.sheet, r.source_row, r.column_name, r.value, r.rule, r.remedy, r.code
from rejects as r
left join loads as l on l.load_id = r.load_id
order by r.load_id desc, r.sheet, r.source_row, r.column_name
