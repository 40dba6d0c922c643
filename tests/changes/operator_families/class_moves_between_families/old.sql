create operator family public.a using hash;
create operator family public.b using hash;
create operator class public.c for type integer using hash family public.a as operator 1 =, function 1 hashint4(integer);
