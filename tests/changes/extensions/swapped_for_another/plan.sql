-- PostgreSQL 15

-- transaction
create extension pgcrypto with schema public;
comment on extension pgcrypto is 'cryptographic functions';
alter table public.keys alter column id set default public.gen_random_uuid();
-- breaks_clients
drop extension "uuid-ossp";
