create type public.state as enum ('open', 'closed');
