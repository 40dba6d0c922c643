create table public.items (a boolean, b boolean, c boolean);
alter table public.items add constraint items_some check (a or (b and c));
create view public.chosen as select a from public.items where a or (b and c);
