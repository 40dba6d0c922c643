-- PostgreSQL 15

-- transaction
create sequence "My Schema"."My Table_New Column_seq" as integer;
alter table "My Schema"."My Table" add column "New Column" integer default nextval('"My Schema"."My Table_New Column_seq"'::regclass) not null;
alter sequence "My Schema"."My Table_New Column_seq" owned by "My Schema"."My Table"."New Column";
-- depends_on_data, breaks_clients
alter table "My Schema"."My Table" alter column "A Column" type character varying(40);
alter table "My Schema"."My Table" add constraint "A Column__not_null" check ("A Column" is not null) not valid;

-- transaction
-- depends_on_data
alter table "My Schema"."My Table" validate constraint "A Column__not_null";

-- transaction
alter table "My Schema"."My Table" alter column "A Column" set not null;
alter table "My Schema"."My Table" drop constraint "A Column__not_null";
alter table "My Schema"."My Table" add constraint "No Empty" CHECK ((("A Column")::text <> ''::text)) NOT VALID;

-- transaction
-- depends_on_data
alter table "My Schema"."My Table" validate constraint "No Empty";
