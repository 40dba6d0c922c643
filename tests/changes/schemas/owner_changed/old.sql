create role chg_schema_owner_a;
create role chg_schema_owner_b;
create schema app authorization chg_schema_owner_a;
