create function public.by_size(a text, b text) returns integer language sql immutable as 'select length(a) - length(b)';
create operator class public.size_ops for type text using btree as
    operator 1 <, operator 2 <=, operator 3 =, operator 4 >=, operator 5 >, function 1 public.by_size(text, text);
