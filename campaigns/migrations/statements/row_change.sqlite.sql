-- Filled in once per table that readers keep: {table}, and {new} and {old}, the SQL of the key of the row as it is and was.
-- A written row is noted with the audit entry that its action is about to leave; triggers fire whoever writes.

-- A new row.
create trigger row_change_{table}_insert after insert on "{table}"
begin
    insert into row_change (table_name, row_key, entry_id)
    values ('{table}', {new}, (select entries + 1 from audit_head))
    on conflict (table_name, row_key) do update set entry_id = excluded.entry_id;
end;

-- A changed row.
create trigger row_change_{table}_update after update on "{table}"
begin
    insert into row_change (table_name, row_key, entry_id)
    values ('{table}', {new}, (select entries + 1 from audit_head))
    on conflict (table_name, row_key) do update set entry_id = excluded.entry_id;
end;

-- A row that is gone, or goes by another key.
create trigger row_change_{table}_delete after delete on "{table}"
begin
    insert into row_change (table_name, row_key, entry_id)
    values ('{table}', {old}, (select entries + 1 from audit_head))
    on conflict (table_name, row_key) do update set entry_id = excluded.entry_id;
end;

-- The key it went by before.
create trigger row_change_{table}_rename after update on "{table}" when {new} is not {old}
begin
    insert into row_change (table_name, row_key, entry_id)
    values ('{table}', {old}, (select entries + 1 from audit_head))
    on conflict (table_name, row_key) do update set entry_id = excluded.entry_id;
end;
