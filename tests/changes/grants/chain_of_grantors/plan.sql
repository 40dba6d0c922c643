-- PostgreSQL 15

-- transaction
-- widens_access
grant select on table shop.items to chg_third with grant option;
set local role chg_third;
-- widens_access
grant select on table shop.items to chg_second with grant option;
reset role;
set local role chg_second;
-- widens_access
grant select on table shop.items to chg_first;
reset role;
set local role chg_second;
-- widens_access
grant select (name) on table shop.items to public;
reset role;
