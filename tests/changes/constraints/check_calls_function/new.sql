create table public.items (id integer primary key, code text);
create function public.is_code(candidate text) returns boolean language plpgsql immutable as 'begin return candidate ~ ''^[a-z]+$''; end';
alter table public.items add constraint items_code check (public.is_code(code));
