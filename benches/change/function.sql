create function {s}.f{n}(wanted bigint, smallest numeric default 0) returns numeric
language sql stable
as $$
    select coalesce(sum(t.amount), 0) from {s}.t{n} as t where t.parent_id = wanted and t.amount >= smallest
$$;
comment on function {s}.f{n}(bigint, numeric) is 'Adds up what belongs to one parent.';
