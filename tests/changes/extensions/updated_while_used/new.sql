create extension hstore version '1.8';
create table public.settings (id integer primary key, options hstore);
create index settings_options on public.settings using gin (options);
