create table public.events (at date not null, region text not null) partition by list (region);
