create schema "My Schema";
create table "My Schema"."My Table" ("Id" integer primary key, "A Column" varchar(40) not null, "New Column" serial);
alter table "My Schema"."My Table" add constraint "No Empty" check ("A Column" <> '');
