-- Tries statements on rows, each as a role after some preparation, and undoes each at once. What ran ends in
-- the code that only this function raises, with the number of rows as its message; or in another one, with a
-- message that tells what the row became, where it is not the one that was meant.
create function pg_temp.pgspec_rows(preparations text[], roles text[], statements text[], comparisons text[])
returns table (code text, message text)
language plpgsql as $$
declare
  affected bigint;
  other text;
begin
  for place in 1 .. cardinality(statements) loop
    begin
      begin
        execute preparations[place];
      exception when others then
        raise exception using errcode = 'PGS01', message = sqlerrm;
      end;
      execute format('set local role %I', roles[place]);
      execute statements[place];
      get diagnostics affected = row_count;
      if affected > 0 and comparisons[place] is not null then
        set local role none;
        execute comparisons[place] into other;
        if other is not null then
          raise exception using errcode = 'PGS02', message = other;
        end if;
      end if;
      raise exception using errcode = 'PGS00', message = affected;
    exception when others then
      get stacked diagnostics code = returned_sqlstate, message = message_text;
    end;
    return next;
  end loop;
end $$;
