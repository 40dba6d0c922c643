-- PostgreSQL 15

-- transaction
set local role chg_second;
-- narrows_access
revoke select (name) on table shop.items from public;
reset role;
set local role chg_second;
-- narrows_access
revoke select on table shop.items from chg_first;
reset role;
set local role chg_third;
-- narrows_access
revoke select on table shop.items from chg_second cascade;
reset role;
-- narrows_access
revoke select on table shop.items from chg_third cascade;
