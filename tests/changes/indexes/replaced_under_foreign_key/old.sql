create table public.items (id integer primary key, code text not null);
create unique index items_code on public.items (code);
create table public.parts (code text references public.items (code));
