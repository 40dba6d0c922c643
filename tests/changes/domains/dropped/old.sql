create domain public.email as text not null check (value like '%@%');
