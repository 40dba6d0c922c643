create table public.pages (id integer primary key, title text not null);
create extension pg_trgm;
create index pages_title on public.pages using gin (title gin_trgm_ops);
