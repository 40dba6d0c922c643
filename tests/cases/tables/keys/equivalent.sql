create schema app;
create table app.single (a int primary key);
create table app.multiple (
    a int, b int, c int, d text, "E e" int,
    primary key (b, a), unique (a, c), unique (c, a), unique (d, "E e"),
    constraint plain check (a > 0)
);
alter table app.multiple add constraint long check (a < b) no inherit not valid;
comment on constraint long on app.multiple is 'Not for heirs.';
create table app.long_form (
    a int, b int, c int,
    constraint my_key primary key (a) include (c) deferrable,
    constraint by_name unique (a, b),
    constraint one_column unique (b),
    constraint with_nulls unique nulls not distinct (b, c),
    constraint later unique (c) include (a) initially deferred
);
comment on constraint my_key on app.long_form is 'The key.';
comment on constraint later on app.long_form is 'Later.';
create table app.default_names (
    a int check (a > 0) unique,
    b int check (b > a),
    c int check (c > 0) check (c < 10) check (1 = 1) check (a > b),
    a_b int unique,
    no_column int check (true),
    unique (a, b),
    constraint default_names_d_check check (b > 1)
);
create table app.names_that_are_cut_because_they_are_much_too_long_in_postgresql (
    a_long_name_of_a_column int check (a_long_name_of_a_column > 0) unique,
    another_long_name_of_a_column int check (another_long_name_of_a_column > 0) check (another_long_name_of_a_column < 9),
    c int primary key,
    unique (a_long_name_of_a_column, another_long_name_of_a_column),
    unique (another_long_name_of_a_column, c)
);
create table app.ünïcödé_näme_öf_ä_täblé_ünïcödé_näme (
    spältë_mït_länger_bëzeichnüng int unique check (spältë_mït_länger_bëzeichnüng > 0) references app.single
);
do $$ begin execute format('revoke all on database %I from public', current_database()); end $$;
revoke all on schema public from public;
alter default privileges revoke execute on routines from public;
