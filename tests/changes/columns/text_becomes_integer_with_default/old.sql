create table public.items (id integer primary key, count text not null default '7');
