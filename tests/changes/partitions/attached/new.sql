create table public.events (at date not null, what text, constraint events_key unique (at)) partition by range (at);
create index events_what on public.events (what);
create table public.events_2020 partition of public.events for values from ('2020-01-01') to ('2021-01-01');
