create type {s}.state_{n} as enum ('new', 'active', 'on hold', 'closed');
create table {s}.t{n} (
    id {id},
    parent_id bigint not null,
    owner_id bigint,
    other_id bigint,
    name text not null,
    email character varying(255),
    amount numeric(12,2) default 0 not null,
    state {s}.state_{n} default 'new' not null,
    tags text[] default '{}' not null,
    data jsonb default '{}' not null,
    created_at timestamp with time zone default now() not null,
    updated_at timestamp with time zone,
    constraint t{n}_pkey primary key (id),
    constraint t{n}_amount_check check (amount >= 0),
    constraint t{n}_name_check check (char_length(name) <= 255)
);
create unique index t{n}_name_idx on {s}.t{n} (parent_id, lower(name));
create index t{n}_owner_idx on {s}.t{n} (owner_id) where owner_id is not null;
create index t{n}_open_idx on {s}.t{n} (created_at desc, id) where state <> 'closed';
create index t{n}_data_idx on {s}.t{n} using gin (data);
