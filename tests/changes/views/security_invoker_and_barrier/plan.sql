-- PostgreSQL 15

-- transaction
alter view public.a reset (security_barrier);
alter view public.a set (security_invoker = true);
