create type public.odd as enum ('it''s', 'back\slash', 'a "b"', 'ünï cödé', '');
