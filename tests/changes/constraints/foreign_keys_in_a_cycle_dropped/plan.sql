-- PostgreSQL 15

-- transaction
alter table public.authors drop constraint authors_best_book;
alter table public.books drop constraint books_author_fkey;
-- deletes_data, breaks_clients
drop table public.authors;
-- deletes_data, breaks_clients
drop table public.books;
