create type public.level as enum ('low', 'rather low', 'medium', 'rather high', 'high');
create table public.alarms (id integer primary key, level public.level);
