-- What years of hands leave behind: keys twice, names that need quotes, bodies with odd white space,
-- children that differ from their parents, columns that were dropped, rights that do not add up.
create role legacy_a login;
create role legacy_b;
create role "Legacy C" superuser replication;
create schema "select";
create schema weird;
drop schema if exists nothing;
alter schema public owner to legacy_a;
comment on schema public is 'Old.';

create table public.twice (
    id integer primary key, code varchar(10) unique, "Code" text, other integer,
    constraint twice_code_again unique (code), constraint id_again unique (id),
    constraint check1 check (other > 0), constraint check2 check (other > 0)
);
create index twice_other on twice (other);
create index twice_other_1 on twice (other);
create unique index twice_other_2 on twice (other nulls first);
alter table twice add constraint fk1 foreign key (other) references twice (id);
alter table twice add constraint fk2 foreign key (other) references twice (id);
alter table twice add constraint fk3 foreign key (other) references twice (other);
create table public.gone (a int, b int, c text, d int);
alter table gone drop column b, add column e text, drop column a, add primary key (d);
create table public.none ();
create table "select"."From" ("Where" int, "group by" text default 'x', "ünï" int, "a.b" int, "%I" int, "tab	" int);
alter table "select"."From" add constraint "Constraint ""x""" check ("group by" <> 'a"b'), add unique ("a.b", "%I");
create table weird.words (yes int, no int, "null" int, "on" int, "true" int, "1" int, "1e3" int, "~" int, "-" int, ": #" int, "y" int);
comment on table weird.words is '- not a list: # not a comment
  indented

tabs	and trailing space 
last line
';
comment on column weird.words.yes is ' ';
comment on column weird.words.no is 'null';
comment on column weird.words."null" is '';
comment on column weird.words."on" is E'line\r\nline';
comment on column weird.words."true" is E'\u0007bell \u00a0 \u2028 🦀 "quoted" ''too'' \\ % {x} [y]';

create table weird.base (id int not null, name text default 'base' not null, kept int default 1, note varchar);
create table weird.child (extra int) inherits (weird.base);
alter table weird.child alter name set default 'child', alter kept drop default, alter note set not null;
alter table weird.child alter note set storage external, alter id set statistics 7, alter kept set (n_distinct = -0.25);
comment on column weird.child.name is 'Own.';
create table weird.both (name text default 'both', more int) inherits (weird.base);
create table weird.other_base (other int default 5);
create table weird.grandchild () inherits (weird.child, weird.other_base);
alter table weird.base add constraint positive check (id > 0), add constraint alone check (kept > 0) no inherit;
alter table weird.child add constraint own check (extra > 0);

create function weird.spaces() returns int language sql as '  select 1  ';
create function weird.newline() returns int language sql as '
select 1';
create function weird.newlines() returns int language sql as '

select 1

';
create function weird.trailing() returns int language plpgsql as $$begin
return 1;   
end;
  $$;
create function weird.windows() returns int language plpgsql as E'\r\nbegin\r\n  return 1;\r\nend;\r\n';
create function weird.tabs() returns int language plpgsql as $$
	begin
		return 1;
	end;
$$;
create function weird.dollars() returns text language sql as $x$select '$$' || $body$ a $body$ || '$_$'$x$;
create function weird.empty() returns void language plpgsql as $$
begin end
$$;
create function weird.upper(text) returns text language internal immutable strict parallel safe as 'upper';
create function weird.polymorphic(a anyelement, b anyarray, out c anyelement, out d text) language sql as 'select a, ''x''';
create function weird.pair(a int) returns record language sql as 'select 1, 2';
create function weird.rows_of(weird.base) returns setof weird.base language sql stable leakproof strict cost 3 rows 7 as 'select $1';
create function weird.defaults(a text default 'a,b', b numeric(10,2) default 1.5, c timestamptz default now(), d text[] default array['x'])
    returns timestamp(3) with time zone language sql as 'select now()';
create function weird.configured() returns int language sql set search_path to weird, "select" set datestyle to 'ISO, DMY'
    set statement_timeout to 5000 set application_name to 'it''s' as 'select 1';
create function weird.windowed() returns bigint language internal window immutable as 'window_row_number';
create procedure weird.nothing() language sql as '';
create function weird.interval_of(interval day to second(3)) returns interval language sql as 'select $1';
create aggregate weird.sum_of(int) (sfunc = int4pl, stype = int, initcond = '0', msfunc = int4pl, minvfunc = int4mi, mstype = int, minitcond = '0');
create aggregate weird.counted(*) (sfunc = int8inc, stype = bigint, initcond = '0', parallel = safe, combinefunc = int8pl);
comment on aggregate weird.counted(*) is 'Rows.';
create aggregate weird.middle(double precision order by anyelement) (sfunc = ordered_set_transition, stype = internal, finalfunc = percentile_disc_final, finalfunc_extra);

create view weird.self as select b.id, b.name as "Name", c.extra from weird.base b left join weird.child c using (id) where b.note in ('a', 'b') or b.name in ('c', 'd');
create view weird.unions as select 1 as a union all select 2 except select 3 order by 1 limit 5;
create view weird.grouping as select name, kept, grouping(name), count(*) filter (where id > 0) from weird.base group by rollup (name, kept) having count(*) > 1;
create view weird.subquery as select exists (select 1 from weird.base x where x.id = y.id) as e, array(select id from weird.base) as a, (select max(id) from weird.base) from weird.base y;
create view weird.functions as select * from generate_series(1, 3) with ordinality as g(n, o), unnest(array[1], array['a']) as u(i, t), lateral (values (n), (2)) v(x), weird.pair(1) as p(a int, b int);
create view weird.jsons as select j.* from json_to_record('{"a": 1}') as j(a int, "B" text);
create table weird.sampled as select 1 as a, 'x'::text as b, now() as c;
create view weird.samples as select * from weird.sampled tablesample system (10) repeatable (1);
create materialized view weird.stored tablespace pg_default as select id, name from weird.base;
create index stored_id on weird.stored (id);
comment on column weird.self.id is E'two\nlines\n';
create view weird.locked as select * from weird.sampled for update;
comment on view weird.locked is 'Locks.';
create rule sampled_insert as on insert to weird.sampled do also notify sampled;
create rule sampled_update as on update to weird.samples do instead (update weird.sampled set b = new.b where a = old.a; select 1);

create type weird.mood as enum ('yes', 'no', '', 'null', 'a, b', 'it''s', 'Ünï', '1');
create table weird.types (
    a bit(3), b bit varying(5), c "char", d name, e money, f interval year to month, g timestamp(0), h time(2) with time zone,
    i xml, j oid, k regclass, l weird.mood[], m int4range, n datemultirange, o cidr, p macaddr8, q box, r tsquery, s pg_lsn, t text[][],
    u decimal(10), v float(3), w character varying, x char, y numeric(5,-2), z weird.base
);
create domain weird.nested as weird.mood not null default 'yes' check (value in ('yes', 'no'));
create table weird.of_domain (a weird.nested, b weird.nested[] default '{yes}', c weird.nested default 'no');
create unlogged table weird.fast (a int) with (fillfactor = 50, toast_tuple_target = 256);
create index fast_brin on weird.fast using brin (a int4_minmax_multi_ops (values_per_range = 16)) with (pages_per_range = 4);
create index fast_hash on weird.fast using hash (a);
create index fast_expr on weird.fast ((a + 1), abs(a) desc, (a::text) collate "C" text_pattern_ops nulls first) where (a is not null);
alter table weird.fast add constraint fast_exclude exclude using btree (a with =) include (a) where (a > 0) deferrable;
alter table weird.fast replica identity nothing;
create sequence weird.down increment -1;
create sequence weird.small as smallint minvalue -5 maxvalue 5 start 0 cycle;
create sequence weird.owned owned by weird.fast.a;

create view weird.dates as select date '2020-01-01' as d, interval '1 day' as i, timestamptz '2020-01-01 00:00+08' as t,
    (now() at time zone 'UTC')::date as u, extract(epoch from now()) as e, 'x' collate "C" as c, B'101' as b, null as n, true as y, 1e10 as f;
alter table twice owner to legacy_a;
alter function weird.spaces() owner to legacy_b;
alter type weird.mood owner to legacy_b;
alter sequence weird.down owner to legacy_a;
grant update on twice to legacy_b;
grant insert on weird.fast to legacy_b;
grant select on weird.sampled to legacy_a with grant option;
grant select (code) on twice to legacy_b;
grant select on twice to legacy_b;
grant all on weird.types to public;
grant usage on schema weird to public;
revoke all on schema public from public;
grant trigger, references on weird.base to legacy_b with grant option;
grant references (id) on weird.base to legacy_b;
