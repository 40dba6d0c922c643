create index t{n}_other_idx on {s}.t{n} (other_id, updated_at);
comment on table {s}.t{n} is 'Table {n} of a generated database: what is in it, and since when.';
comment on column {s}.t{n}.email is 'Where it is sent to.';
grant select on {s}.t{n} to bench_reader;
grant select, insert, update, delete on {s}.t{n} to bench_writer;
