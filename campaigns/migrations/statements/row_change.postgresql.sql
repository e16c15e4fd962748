-- Filled in once per table that readers keep: {table}, and {column}, the text of the name of its key's column.
-- A written row is noted with the audit entry that its action is about to leave; triggers fire whoever writes.

-- The note itself; where no column is named, or all rows go at once, the table is noted as a whole.
create or replace function note_row_change() returns trigger language plpgsql as $$
declare
    before text;
    after text;
begin
    if tg_op in ('UPDATE', 'DELETE') then before := coalesce(to_jsonb(old) ->> tg_argv[0], ''); end if;
    if tg_op in ('UPDATE', 'INSERT') then after := coalesce(to_jsonb(new) ->> tg_argv[0], ''); end if;
    if tg_op = 'TRUNCATE' then before := ''; end if;
    insert into row_change (table_name, row_key, entry_id)
    select tg_table_name, noted.row_key, (select entries + 1 from audit_head)
    from (select before as row_key union select after) as noted
    where noted.row_key is not null
    on conflict (table_name, row_key) do update set entry_id = excluded.entry_id;
    return null;
end
$$;

-- Every row written.
create trigger row_change_{table}_rows after insert or update or delete on "{table}"
for each row execute function note_row_change({column});

-- All rows at once.
create trigger row_change_{table}_truncate after truncate on "{table}"
for each statement execute function note_row_change();
