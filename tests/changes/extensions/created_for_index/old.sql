create table public.pages (id integer primary key, title text not null);
