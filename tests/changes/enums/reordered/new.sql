create type public.size as enum ('small', 'medium', 'large');
create table public.shirts (id integer primary key, size public.size not null);
create index shirts_size on public.shirts (size);
