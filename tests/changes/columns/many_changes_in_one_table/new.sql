create table public.items (a bigint not null, b varchar(100) default 'b', d numeric(10, 2), e boolean, f timestamptz default now(), g integer[]);
