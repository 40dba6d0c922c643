create table public."Größe" ("名前" text primary key, "prénom" text);
create type public."цвет" as enum ('красный');
