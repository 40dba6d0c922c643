create table public.items (id bigint generated always as identity (sequence name public.item_numbers) primary key);
