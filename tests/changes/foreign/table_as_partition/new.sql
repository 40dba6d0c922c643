create foreign data wrapper nowhere;
create server away foreign data wrapper nowhere;
create table public.events (at date not null, what text) partition by range (at);
create foreign table public.events_old partition of public.events for values from ('2000-01-01') to ('2010-01-01') server away;
