-- PostgreSQL 15

-- transaction
alter user mapping for chg_mapping_options server away options (drop password, set "user" 'v');
create user mapping for public server away;
