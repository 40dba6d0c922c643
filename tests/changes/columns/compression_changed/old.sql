create table public.items (id integer primary key, body text, note text compression pglz);
