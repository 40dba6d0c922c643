create collation public.german (provider = icu, locale = 'de-DE');
