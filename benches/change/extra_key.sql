alter table only {s}.t{n} add constraint t{n}_other_fkey foreign key (other_id) references {s}.t{other}(id);
