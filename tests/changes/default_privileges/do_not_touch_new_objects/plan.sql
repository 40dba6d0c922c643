-- PostgreSQL 15

-- transaction
CREATE OR REPLACE FUNCTION public.answer()
 RETURNS integer
 LANGUAGE sql
AS $function$select 42$function$;
create sequence public.numbers;
create table public.items (
    id integer not null,
    constraint items_pkey PRIMARY KEY (id)
);
revoke truncate, insert, delete, select, trigger, update, references on table public.items from chg_defaults_touch;
