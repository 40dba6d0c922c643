-- Takes privileges from a role one after the other, and gives each back without which one of the statements
-- is refused. Returns for each whether the role can do without it.
create function pg_temp.pgspec_least(acting text, revocations text[], statements text[])
returns table (spare boolean)
language plpgsql as $$
declare
  statement text;
begin
  for place in 1 .. cardinality(revocations) loop
    begin
      execute revocations[place];
      execute format('set local role %I', acting);
      foreach statement in array statements loop
        begin
          execute statement;
          raise exception using errcode = 'PGS00';
        exception
          -- In a schema that may not be entered, names on the search path are not found.
          when insufficient_privilege or undefined_table or undefined_function or undefined_object
            or invalid_schema_name then raise;
          -- What it did is undone; that rows are in its way says nothing about privileges.
          when others then null;
        end;
      end loop;
      set local role none;
      spare := true;
    exception when insufficient_privilege or undefined_table or undefined_function or undefined_object
      or invalid_schema_name then
      spare := false;
    end;
    return next;
  end loop;
end $$;
