create table public.items (id integer primary key, body text, note text compression pglz);
alter table public.items alter column note set compression default;
alter table public.items alter column body set compression pglz;
