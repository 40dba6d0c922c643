-- PostgreSQL 15

-- transaction
alter table public."select" alter column "from" type bigint;
alter table public."select" add column "user" text;
create view public.view as
 SELECT "select"."from",
    "select"."user"
   FROM public."select";

-- transaction
-- rewrites_table
update public."select" set "where" = 'group'::text where "where" is null;

-- transaction
alter table public."select" add constraint where__not_null check ("where" is not null) not valid;

-- transaction
-- depends_on_data
alter table public."select" validate constraint where__not_null;

-- transaction
alter table public."select" alter column "where" set not null;
alter table public."select" drop constraint where__not_null;
alter table public."select" alter column "where" set default 'group'::text;
alter table public."select" add constraint select_order_check CHECK (("order" > 0)) NOT VALID;

-- transaction
-- depends_on_data
alter table public."select" validate constraint select_order_check;

-- outside of a transaction
CREATE INDEX CONCURRENTLY index ON public."select" USING btree ("where", "order");
