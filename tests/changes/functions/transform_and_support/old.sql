create extension hstore;
create function public.starts(a text, b text) returns boolean language internal immutable strict as 'text_starts_with';
