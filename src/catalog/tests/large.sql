-- A thousand tables, each with what tables usually have.
do $$
begin
    create schema large;
    for number in 1..1000 loop
        execute format(
            'create table large.t%1$s (
                id bigint generated always as identity primary key,
                a int not null default 1 check (a > 0), b text, c numeric(10,2),
                d timestamptz default now(), e text, f text, g jsonb,
                h bigint references large.t1, i text unique
            );
            create index on large.t%1$s (b, c);
            comment on column large.t%1$s.b is ''b'';
            create view large.v%1$s as select id, a, b from large.t%1$s where a > 3;
            create function large.f%1$s(int) returns int language sql as ''select 1''', number
        );
        -- One transaction would need more locks than a server has.
        if number % 100 = 0 then
            commit;
        end if;
    end loop;
end $$;
