create function public.is_code(candidate text) returns boolean language sql immutable return candidate ~ '^[a-z]+$';
create domain public.code as text check (public.is_code(value));
