create table public.countries (code text primary key);
create table public.cities (id integer primary key, country text not null references public.countries);
create table public.streets (id integer primary key, city integer references public.cities on delete cascade, name text);
