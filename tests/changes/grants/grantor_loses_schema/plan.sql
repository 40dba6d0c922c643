-- PostgreSQL 15

-- transaction
set local role chg_first;
-- narrows_access
revoke select on table shop.items from chg_second;
reset role;
-- narrows_access
revoke select on table shop.items from chg_first cascade;
-- narrows_access
revoke usage on schema shop from chg_first;
