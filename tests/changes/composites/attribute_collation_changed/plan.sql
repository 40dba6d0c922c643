-- PostgreSQL 15

-- transaction
alter type public.address alter attribute city type text collate "POSIX";
