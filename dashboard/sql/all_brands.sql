-- One row per brand that may be seen.
select b.id, b.code, b.name, b.name_zh, b.version
from records.brand as b
order by b.name
