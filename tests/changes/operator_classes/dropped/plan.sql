-- PostgreSQL 15

-- transaction
-- breaks_clients
drop operator class public.size_ops using btree;
-- breaks_clients
drop operator family public.size_ops using btree;
