create type public.level as enum ('none', 'low', 'high');
create table public.alarms (id integer primary key, level public.level not null);
create index alarms_level on public.alarms (level);
