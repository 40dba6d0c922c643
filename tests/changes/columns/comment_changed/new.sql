create table public.items (id integer primary key, name text, note text);
comment on column public.items.name is 'New, with ''quotes'' and a \ backslash.';
