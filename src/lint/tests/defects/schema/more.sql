-- In an SQL file, with what belongs to it: definer_without_search_path.
create function s.in_sql(a int4) returns int language sql security definer as 'select 1';
comment on function s.in_sql(int4) is 'Runs as its owner.';
