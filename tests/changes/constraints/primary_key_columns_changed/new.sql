create table public.items (a integer not null, b integer not null, primary key (b, a));
