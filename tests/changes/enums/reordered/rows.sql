insert into public.shirts values (1, 'large'), (2, 'small'), (3, 'medium');
