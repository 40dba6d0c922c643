create table public.parent (id integer not null, note text);
create table public.child (id integer not null, note text, extra text);
