-- PostgreSQL 15

-- transaction
-- narrows_access
revoke select on table shop.items from chg_first cascade;
-- widens_access
grant select on table shop.items to chg_third with grant option;
set local role chg_third;
-- widens_access
grant select on table shop.items to chg_first with grant option;
reset role;
set local role chg_first;
-- widens_access
grant select on table shop.items to chg_second;
reset role;
