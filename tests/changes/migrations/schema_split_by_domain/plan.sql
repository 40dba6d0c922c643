-- PostgreSQL 15

-- transaction
alter table public.transfers drop constraint transfers_source_fkey;
alter table public.transfers drop constraint transfers_target_fkey;
-- breaks_clients
drop view public.balances;
-- deletes_data, breaks_clients
drop table public.accounts;
-- deletes_data, breaks_clients
drop table public.transfers;
-- breaks_clients
drop function public.balance(integer);
-- breaks_clients
drop type public.currency;
create schema bank;
create schema bank_api;
create type bank.currency as enum ('SGD', 'EUR', 'USD');
create sequence bank.transfer_numbers;
create table bank.accounts (
    id integer not null,
    owner text not null,
    currency bank.currency default 'SGD'::bank.currency not null,
    constraint accounts_pkey PRIMARY KEY (id)
);
create table bank.transfers (
    id integer default nextval('bank.transfer_numbers'::regclass) not null,
    source integer,
    target integer,
    amount numeric not null,
    constraint transfers_amount_check CHECK ((amount > (0)::numeric)),
    constraint transfers_check CHECK ((source <> target)),
    constraint transfers_pkey PRIMARY KEY (id)
);
CREATE OR REPLACE FUNCTION bank_api.balance(account integer)
 RETURNS numeric
 LANGUAGE sql
 STABLE
AS $function$select coalesce(sum(case when target = account then amount else -amount end), 0) from bank.transfers where account in (source, target)$function$;
create view bank_api.balances as
 SELECT accounts.id,
    bank_api.balance(accounts.id) AS balance
   FROM bank.accounts;
alter table bank.transfers add constraint transfers_source_fkey FOREIGN KEY (source) REFERENCES bank.accounts(id);
alter table bank.transfers add constraint transfers_target_fkey FOREIGN KEY (target) REFERENCES bank.accounts(id);
alter sequence bank.transfer_numbers owned by bank.transfers.id;
