create foreign data wrapper nowhere;
create server away foreign data wrapper nowhere;
create table public.events (at date not null, what text) partition by range (at);
