-- PostgreSQL 15

-- transaction
alter table public.events rename to events__old;
create table public.events (
    at date not null,
    region text not null
) partition by LIST (region);
-- depends_on_data
insert into public.events (at, region) overriding system value select at, region from public.events__old;
drop table public.events__old;
