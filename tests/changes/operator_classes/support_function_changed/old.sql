create table public.items (id integer primary key, name text);
create function public.by_size(a text, b text) returns integer language sql immutable as 'select length(a) - length(b)';
create function public.by_bytes(a text, b text) returns integer language sql immutable as 'select octet_length(a) - octet_length(b)';
create operator class public.size_ops for type text using btree as
    operator 1 <, operator 2 <=, operator 3 =, operator 4 >=, operator 5 >, function 1 public.by_size(text, text);
create index items_size on public.items (name public.size_ops);
