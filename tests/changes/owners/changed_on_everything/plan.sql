-- PostgreSQL 15

-- transaction
alter server away owner to chg_owner_new;
alter type app.mood owner to chg_owner_new;
alter type app.pair owner to chg_owner_new;
alter domain app.word owner to chg_owner_new;
alter function app.answer() owner to chg_owner_new;
alter procedure app.tidy() owner to chg_owner_new;
alter aggregate app.total(integer) owner to chg_owner_new;
alter sequence app.numbers owner to chg_owner_new;
alter table app.items owner to chg_owner_new;
alter foreign table app.remote owner to chg_owner_new;
alter view app.names owner to chg_owner_new;
alter materialized view app.counts owner to chg_owner_new;
