create type public.span as range (subtype = float8, multirange_type_name = spans);
