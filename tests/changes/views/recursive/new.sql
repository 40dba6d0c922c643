create table public.nodes (id integer primary key, parent integer references public.nodes);
create recursive view public.paths (id, depth) as
    select id, 1 from public.nodes where parent is null
    union all
    select nodes.id, paths.depth + 1 from public.nodes join paths on nodes.parent = paths.id;
