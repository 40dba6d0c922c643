create table public.events (at date not null, what text, constraint events_key unique (at)) partition by range (at);
create index events_what on public.events (what);
create table public.events_2020 (at date not null, what text);
