create table public.items (id integer primary key);
comment on table public.items is E'line one\nline two\ttab \\ backslash';
