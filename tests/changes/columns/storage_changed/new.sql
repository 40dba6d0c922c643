create table public.items (id integer primary key, body text, note text);
alter table public.items alter column body set storage external;
