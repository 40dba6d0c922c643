create schema draft;
create table draft.pages (id integer primary key);
