create table public.events (at date not null, id integer not null, primary key (at, id)) partition by range (at);
create table public.events_2026 partition of public.events for values from ('2026-01-01') to ('2027-01-01');
create table public.notes (at date, event integer, note text);
