create schema app;
create table app.items (id serial primary key, name text unique);
create index items_lower on app.items (lower(name));
