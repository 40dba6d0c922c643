create role chg_mapping_options;
create foreign data wrapper nowhere;
create server away foreign data wrapper nowhere;
create user mapping for chg_mapping_options server away options (user 'u', password 'p');
