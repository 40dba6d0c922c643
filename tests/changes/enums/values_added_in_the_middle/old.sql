create type public.level as enum ('low', 'high');
create table public.alarms (id integer primary key, level public.level);
