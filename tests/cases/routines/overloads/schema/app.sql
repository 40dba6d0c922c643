-- Overloads stand in SQL.
create function one(a int) returns int language sql immutable as 'select a';
comment on function one(int) is 'Of a number.';
create or replace function app.one(text, variadic b int[] default '{}') returns text language sql immutable
    begin atomic select $1 || array_length(b, 1); end;
create function two(text) returns text immutable language sql return lower($1);
alter function two(text) cost 7;
create function tf() returns trigger language plpgsql as $body$ begin return new; end $body$;
create aggregate total(bigint) (sfunc = int8pl, stype = bigint, initcond = '0');
create procedure go() language sql as $$ insert into t (id) values (1) $$;
