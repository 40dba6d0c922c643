create function public.code(n integer) returns text language sql immutable as 'select ''c'' || n';
create table public.items (
    id integer primary key,
    n integer default 1 check (public.code(n) <> ''),
    code text generated always as (public.code(n)) stored,
    label text default public.code(0)
);
create index items_by_code on public.items (public.code(n));
create view public.codes as select public.code(n) as code from public.items;
alter table public.items enable row level security;
create policy coded on public.items using (public.code(n) is not null);
create function public.first_code() returns text language sql begin atomic select public.code(1); end;
