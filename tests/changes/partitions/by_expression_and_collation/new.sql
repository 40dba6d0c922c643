create table public.words (word text not null) partition by range (lower(word) collate "C" text_ops, length(word));
create table public.words_a partition of public.words for values from ('a', minvalue) to ('n', minvalue);
