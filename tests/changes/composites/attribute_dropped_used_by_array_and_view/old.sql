create type public.line as (item text, count integer, note text);
create table public.orders (id integer primary key, lines public.line[]);
create view public.order_lines as select id, unnest(lines) as line from public.orders;
