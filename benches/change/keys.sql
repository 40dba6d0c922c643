alter table only {s}.t{n} add constraint t{n}_parent_fkey foreign key (parent_id) references {s}.t{parent}(id) on delete cascade;
alter table only {s}.t{n} add constraint t{n}_owner_fkey foreign key (owner_id) references {o}.t{owner}(id) on delete set null;
