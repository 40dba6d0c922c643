create table public.authors (id integer primary key, best_book integer);
create table public.books (id integer primary key, author integer not null references public.authors);
alter table public.authors add constraint authors_best_book foreign key (best_book) references public.books;
