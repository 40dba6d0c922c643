-- PostgreSQL 15

-- transaction
create table public.words (
    word text not null
) partition by RANGE (lower(word) COLLATE "C", length(word));
create table public.words_a partition of public.words FOR VALUES FROM ('a', MINVALUE) TO ('n', MINVALUE);
