create view public.numbers as
    select n.column1 as number, s.part
    from (values (1, 'one'), (2, 'two')) as n cross join lateral regexp_split_to_table(n.column2, '') with ordinality as s (part, place);
