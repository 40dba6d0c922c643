-- PostgreSQL 15

-- transaction
alter event trigger watch enable always;
comment on event trigger watch is 'Sees rewrites.';
