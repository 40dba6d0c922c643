-- PostgreSQL 15

-- transaction
create domain public.email as text not null;
alter domain public.email add constraint email_check CHECK ((VALUE ~~ '%@%'::text));
