create schema item;
create table public.item (item text, constraint item check (item <> ''));
create index item_index on public.item (item);
create function public.item(item integer) returns integer language sql as 'select item';
create function public.item() returns trigger language plpgsql as 'begin return new; end';
create trigger item before insert on public.item for each row execute function public.item();
create policy item on public.item using (true);
create domain item.item as text;
