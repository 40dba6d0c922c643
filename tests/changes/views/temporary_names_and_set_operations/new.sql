create table public.a (id integer, name text);
create table public.b (id integer, name text);
create view public.both as
    with recent as (select id, name from public.a order by id desc limit 10)
    select id, name, row_number() over (partition by name order by id) as rank from recent
    union
    select id, name, 0 from public.b
    except select id, name, 1 from public.a where id is null;
