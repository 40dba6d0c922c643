create collation public.ignore_case (provider = icu, locale = 'und-u-ks-level2');
