create type public.state as enum ('open', 'closed');
create function public.is_open(state public.state) returns boolean language sql immutable as 'select state = ''open''';
create function public.first_state() returns public.state language sql immutable return 'open'::public.state;
create function public.all_states() returns setof public.state language sql as 'select unnest(enum_range(null::public.state))';
