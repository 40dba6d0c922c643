create role chg_defaults_touch;
create table public.items (id integer primary key);
create function public.answer() returns integer language sql as 'select 42';
create sequence public.numbers;
alter default privileges grant all on tables to chg_defaults_touch;
