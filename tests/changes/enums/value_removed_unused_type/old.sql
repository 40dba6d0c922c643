create type public.state as enum ('open', 'stale', 'closed');
