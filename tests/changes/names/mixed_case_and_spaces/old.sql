create schema "My Schema";
create table "My Schema"."My Table" ("Id" integer primary key, "A Column" text);
