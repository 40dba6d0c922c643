create table public.items (id integer primary key, body text);
alter table public.items alter column body set storage external, alter column body set statistics 50, alter column body set (n_distinct = 5);
comment on column public.items.body is 'What it says.';
