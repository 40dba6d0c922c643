-- PostgreSQL 15

-- transaction
create domain public.level as character varying(10);
alter domain public.level add constraint level_check CHECK (((VALUE)::text = ANY ((ARRAY['low'::character varying, 'high'::character varying])::text[])));
CREATE OR REPLACE FUNCTION public.is_some(size integer, really boolean DEFAULT (((1 >= 0) AND (1 <= 2)) AND (1 <> 2)))
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE
RETURN (((size >= 0) AND (size <= 9)) AND (size <> 5));
create table public.items (
    kind character varying(10),
    size integer,
    large boolean generated always as ((((size >= 5) AND (size <= 9)) AND ((kind)::text = ANY ((ARRAY['a'::character varying, 'b'::character varying])::text[])))) stored,
    constraint items_kind CHECK (((kind)::text = ANY ((ARRAY['a'::character varying, 'b'::character varying])::text[]))),
    constraint items_size CHECK ((((size >= 0) AND (size <= 9)) AND ((kind)::text <> ''::text)))
);
alter table public.items enable row level security;
create table public.parts (
    size integer,
    kind text
) partition by LIST (((((size >= 0) AND (size <= 9)) AND (kind <> ''::text))));
create view public.chosen as
 SELECT items.kind
   FROM public.items
  WHERE (((items.size >= 0) AND (items.size <= 5)) AND ((items.kind)::text = ANY ((ARRAY['a'::character varying, 'b'::character varying])::text[])));
CREATE INDEX items_some ON public.items USING btree (size) WHERE (((size >= 0) AND (size <= 5)) AND ((kind)::text <> ''::text));
CREATE STATISTICS public."both" ON kind, (((size >= 0) AND (size <= 9)) AND ((kind)::text <> ''::text)) FROM public.items;
create policy chosen on public.items for update to public using ((((size >= 0) AND (size <= 9)) AND ((kind)::text <> 'a'::text))) with check ((((size >= 0) AND (size <= 9)) AND ((kind)::text <> ''::text)));
alter table public.other add constraint other_size_check CHECK ((((size >= 0) AND (size <= 9)) AND (size <> 5))) NOT VALID;

-- transaction
-- depends_on_data
alter table public.other validate constraint other_size_check;
