create schema site;
create table site.pages (id integer primary key);
