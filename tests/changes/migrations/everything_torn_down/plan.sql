-- PostgreSQL 15

-- transaction
alter publication app_feed drop table app.children;
-- breaks_clients
drop publication app_feed;
drop statistics app.children_stats;
alter table app.children drop constraint children_parent_fkey;
alter table app.parents drop constraint parents_favourite_fkey;
-- breaks_clients
drop materialized view app.label_counts;
-- breaks_clients
drop view app.labels;
-- deletes_data, breaks_clients
drop table app.children;
-- deletes_data, breaks_clients
drop table app.events_2026;
-- deletes_data, breaks_clients
drop table app.events;
-- deletes_data, breaks_clients
drop table app.parents;
-- breaks_clients
drop foreign table app.remote;
-- breaks_clients
drop sequence app.numbers;
-- breaks_clients
drop text search configuration app.plain;
-- breaks_clients
drop operator app.@@@ (text, text);
-- breaks_clients
drop function app.label(app.pair);
-- breaks_clients
drop aggregate app.last_word(text);
-- breaks_clients
drop function app.touched();
-- breaks_clients
drop type app.pair;
-- breaks_clients
drop type app.state;
-- breaks_clients
drop domain app.word;
-- breaks_clients
drop server app_away;
-- breaks_clients
drop foreign data wrapper app_nowhere;
-- breaks_clients
drop extension pg_trgm;
-- breaks_clients
drop schema app;
