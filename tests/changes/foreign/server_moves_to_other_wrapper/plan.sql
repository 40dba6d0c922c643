-- PostgreSQL 15

-- transaction
drop server away;
create server away foreign data wrapper b;
