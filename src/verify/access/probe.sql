-- Tries statements, each as a role, and undoes each at once. What was permitted ends in the code
-- that only this function raises.
create function pg_temp.pgspec_probe(roles text[], statements text[])
returns table (code text, message text, context text)
language plpgsql as $$
begin
  for place in 1 .. cardinality(statements) loop
    begin
      execute format('set local role %I', roles[place]);
      execute statements[place];
      raise exception using errcode = 'PGS00';
    exception when others then
      get stacked diagnostics code = returned_sqlstate, message = message_text,
        context = pg_exception_context;
    end;
    return next;
  end loop;
end $$;
