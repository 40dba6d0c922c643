create type public.currency as enum ('SGD', 'EUR');
create table public.accounts (id integer primary key, owner text not null, currency public.currency not null default 'SGD');
create table public.transfers (id integer primary key, source integer references public.accounts, target integer references public.accounts, amount numeric not null, check (source <> target));
create function public.balance(account integer) returns numeric language sql stable as
    'select coalesce(sum(case when target = account then amount else -amount end), 0) from public.transfers where account in (source, target)';
create view public.balances as select id, public.balance(id) as balance from public.accounts;
create sequence public.transfer_numbers owned by public.transfers.id;
alter table public.transfers alter column id set default nextval('public.transfer_numbers');
