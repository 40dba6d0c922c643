-- PostgreSQL 15

-- transaction
create table public.authors (
    id integer not null,
    best_book integer,
    constraint authors_pkey PRIMARY KEY (id)
);
create table public.books (
    id integer not null,
    author integer not null,
    constraint books_pkey PRIMARY KEY (id)
);
alter table public.authors add constraint authors_best_book FOREIGN KEY (best_book) REFERENCES public.books(id);
alter table public.books add constraint books_author_fkey FOREIGN KEY (author) REFERENCES public.authors(id);
