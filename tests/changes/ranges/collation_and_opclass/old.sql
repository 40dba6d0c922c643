create type public.text_span as range (subtype = text, collation = "C");
