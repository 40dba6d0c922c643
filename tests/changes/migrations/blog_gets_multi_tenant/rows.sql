insert into public.authors (login) values ('ada'), ('bob');
insert into public.posts (author, slug, title) values (1, 'hello', 'Hello'), (2, 'bye', 'Bye');
insert into public.tags (name) values ('misc');
insert into public.post_tags values (1, 1);
insert into public.comments (post, body) values (1, 'nice');
