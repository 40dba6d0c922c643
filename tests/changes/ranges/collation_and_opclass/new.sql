create type public.text_span as range (subtype = text, collation = "POSIX", subtype_opclass = text_pattern_ops);
