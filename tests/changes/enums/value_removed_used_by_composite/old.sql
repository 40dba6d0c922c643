create type public.state as enum ('open', 'stale', 'closed');
create type public.mark as (state public.state, note text);
create function public.mark_of(note text) returns public.mark language sql as 'select (''open'', note)::public.mark';
