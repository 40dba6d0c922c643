-- PostgreSQL 15

-- transaction
alter type public.odd add value E'back\\slash' after 'it''s';
alter type public.odd add value 'ünï cödé' after 'a "b"';
alter type public.odd add value '' after 'ünï cödé';
