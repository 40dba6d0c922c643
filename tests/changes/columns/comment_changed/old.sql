create table public.items (id integer primary key, name text, note text);
comment on column public.items.name is 'Old.';
comment on column public.items.note is 'Dropped.';
