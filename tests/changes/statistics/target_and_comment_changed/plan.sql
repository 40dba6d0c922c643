-- PostgreSQL 15

-- transaction
alter statistics public.items_a_b set statistics 500;
comment on statistics public.items_a_b is 'They go together.';
