create table public."Größe" ("名前" text primary key, "prénom" varchar(80), "🙂" integer default 1);
create type public."цвет" as enum ('красный', 'зелёный');
