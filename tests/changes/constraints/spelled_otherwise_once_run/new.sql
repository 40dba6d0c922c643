create table public.items (
    kind varchar(10),
    size integer,
    large boolean generated always as (size between 5 and 9 and kind in ('a', 'b')) stored
);
alter table public.items add constraint items_kind check (kind in ('a', 'b'));
alter table public.items add constraint items_size check (size between 0 and 9 and kind <> '');
create index items_some on public.items (size) where size between 0 and 5 and kind <> '';
create view public.chosen as select kind from public.items where size between 0 and 5 and kind in ('a', 'b');
alter table public.items enable row level security;
create policy chosen on public.items for update
    using (size between 0 and 9 and kind <> 'a') with check (size between 0 and 9 and kind <> '');
create statistics public.both on (size between 0 and 9 and kind <> ''), kind from public.items;
create domain public.level as varchar(10) check (value in ('low', 'high'));
create function public.is_some(size integer, really boolean default 1 between 0 and 2 and 1 <> 2) returns boolean
    language sql immutable return size between 0 and 9 and size <> 5;
create table public.parts (size integer, kind text)
    partition by list ((size between 0 and 9 and kind <> ''));
create table public.other (size integer check (size between 0 and 9 and size <> 5));
