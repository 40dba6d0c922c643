create table public.items (id integer primary key, owner varchar(20));
alter table public.items enable row level security;
create policy own on public.items using (owner = current_user);
create function public.touched() returns trigger language plpgsql as 'begin return new; end';
create trigger owner_changed before update of owner on public.items for each row when (old.owner <> new.owner) execute function public.touched();
