create table public.events (at date not null, what text) partition by range (at);
create table public.events_2020 (at date not null, what text);
