create table public.authors (id serial primary key, login text not null unique, bio text);
create table public.posts (id serial primary key, author integer not null references public.authors, slug text not null unique, title text not null, body text, published boolean not null default false, at timestamptz default now());
create table public.tags (id serial primary key, name text not null unique);
create table public.post_tags (post integer references public.posts on delete cascade, tag integer references public.tags on delete cascade, primary key (post, tag));
create table public.comments (id serial primary key, post integer not null references public.posts on delete cascade, parent integer references public.comments, body text not null);
create index posts_at on public.posts (at desc) where published;
create view public.recent_posts as select id, slug, title, at from public.posts where published order by at desc limit 10;
create function public.touch() returns trigger language plpgsql as 'begin new.at := now(); return new; end';
create trigger touch before update on public.posts for each row execute function public.touch();
