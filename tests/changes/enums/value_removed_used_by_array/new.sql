create type public.tag as enum ('red', 'blue');
create table public.things (id integer primary key, tags public.tag[] not null default '{red}');
