create collation public.plain (provider = libc, locale = 'C');
