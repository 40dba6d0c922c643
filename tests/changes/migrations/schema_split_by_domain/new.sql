create schema bank;
create schema bank_api;
create type bank.currency as enum ('SGD', 'EUR', 'USD');
create table bank.accounts (id integer primary key, owner text not null, currency bank.currency not null default 'SGD');
create table bank.transfers (id integer primary key, source integer references bank.accounts, target integer references bank.accounts, amount numeric not null, check (source <> target), check (amount > 0));
create sequence bank.transfer_numbers owned by bank.transfers.id;
alter table bank.transfers alter column id set default nextval('bank.transfer_numbers');
create function bank_api.balance(account integer) returns numeric language sql stable as
    'select coalesce(sum(case when target = account then amount else -amount end), 0) from bank.transfers where account in (source, target)';
create view bank_api.balances as select id, bank_api.balance(id) as balance from bank.accounts;
