create table public.items (
    kind varchar(10),
    size integer,
    large boolean generated always as (((size >= 5) and (size <= 9) and ((kind)::text = any (array[('a'::character varying)::text, ('b'::character varying)::text])))) stored
);
alter table public.items add constraint items_kind
    check (((kind)::text = any (array[('a'::character varying)::text, ('b'::character varying)::text])));
alter table public.items add constraint items_size check (((size >= 0) and (size <= 9) and ((kind)::text <> ''::text)));
create index items_some on public.items (size) where ((size >= 0) and (size <= 5) and ((kind)::text <> ''::text));
create view public.chosen as select kind from public.items
    where (size >= 0) and (size <= 5)
        and ((kind)::text = any (array[('a'::character varying)::text, ('b'::character varying)::text]));
alter table public.items enable row level security;
create policy chosen on public.items for update
    using ((size >= 0) and (size <= 9) and ((kind)::text <> 'a'::text))
    with check ((size >= 0) and (size <= 9) and ((kind)::text <> ''::text));
create statistics public.both on ((size >= 0) and (size <= 9) and ((kind)::text <> ''::text)), kind from public.items;
create domain public.level as varchar(10)
    check (((value)::text = any (array[('low'::character varying)::text, ('high'::character varying)::text])));
create function public.is_some(size integer, really boolean default ((1 >= 0) and (1 <= 2) and (1 <> 2))) returns boolean
    language sql immutable return ((size >= 0) and (size <= 9) and (size <> 5));
create table public.parts (size integer, kind text)
    partition by list ((((size >= 0) and (size <= 9) and (kind <> ''::text))));
