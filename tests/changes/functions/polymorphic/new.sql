create function public.last_of(list anycompatiblearray, fallback anycompatible) returns anycompatible language sql immutable as 'select coalesce(list[array_upper(list, 1)], fallback)';
