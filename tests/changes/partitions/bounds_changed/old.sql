create table public.events (at date not null, what text) partition by range (at);
create table public.events_a partition of public.events for values from ('2020-01-01') to ('2021-01-01');
