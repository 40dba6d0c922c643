create type public.span as range (subtype = bigint);
