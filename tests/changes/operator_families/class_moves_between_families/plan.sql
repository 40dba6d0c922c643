-- PostgreSQL 15

-- transaction
drop operator class public.c using hash;
create operator class public.c for type integer using hash family public.b as operator 1 =(integer,integer), function 1 (integer, integer) hashint4(integer);
