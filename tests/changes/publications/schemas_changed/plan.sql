-- PostgreSQL 15

-- transaction
alter publication feed drop tables in schema a;
alter publication feed add table a.items;
alter publication feed add tables in schema b;
