create type public.odd as enum ('it''s', 'a "b"');
