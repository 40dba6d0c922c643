create table public.events (at date not null, what text);
