-- PostgreSQL 15

-- transaction
comment on schema app is 'schema';
comment on type app.mood is 'enum';
comment on type app.pair is 'composite';
comment on domain app.word is 'domain';
comment on constraint word_present on domain app.word is 'domain constraint';
comment on function app.answer(integer) is 'function';
comment on procedure app.tidy() is 'procedure';
comment on aggregate app.total(integer) is 'aggregate';
comment on sequence app.numbers is 'sequence';
comment on table app.items is 'table';
comment on column app.items.name is 'column';
comment on view app.names is 'view';
comment on column app.names.name is 'view column';
comment on materialized view app.counts is 'materialized view';
comment on constraint items_key on app.items is 'constraint';
comment on index app.items_name is 'index';
comment on statistics app.items_stats is 'statistics';
comment on rule guard on app.items is 'rule';
comment on trigger touch on app.items is 'trigger';
comment on policy own on app.items is 'policy';
