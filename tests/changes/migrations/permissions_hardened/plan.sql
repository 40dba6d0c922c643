-- PostgreSQL 15

-- transaction
-- widens_access
grant usage on schema hr to chg_hard_audit;
CREATE OR REPLACE FUNCTION hr.average()
 RETURNS numeric
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'hr', 'pg_temp'
AS $function$select avg(salary) from hr.people$function$;
-- narrows_access
revoke execute on function hr.average() from public;
-- widens_access
grant execute on function hr.average() to chg_hard_audit;
-- narrows_access
alter table hr.people enable row level security;
alter table hr.people owner to chg_hard_owner;
-- narrows_access
revoke select on table hr.people from public;
-- narrows_access
revoke truncate, insert, delete, select, trigger, update, references on table hr.people from chg_hard_app;
alter table hr.reviews owner to chg_hard_owner;
-- narrows_access
revoke truncate, insert, delete, select, trigger, update, references on table hr.reviews from chg_hard_app;
create table hr.changes (
    at timestamp with time zone default now() not null,
    who name default CURRENT_USER not null,
    what jsonb
);
grant select on table hr.changes to chg_hard_audit;
CREATE OR REPLACE FUNCTION hr.record()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'hr', 'pg_temp'
AS $function$begin insert into changes (what) values (to_jsonb(new)); return new; end$function$;
-- widens_access
grant select (id) on table hr.people to chg_hard_app;
-- widens_access
grant select (name), update (name) on table hr.people to chg_hard_app;
-- widens_access
grant select (team) on table hr.people to chg_hard_app;
alter view hr.directory set (security_barrier = true);
-- narrows_access
revoke truncate, insert, delete, trigger, update, references on table hr.directory from chg_hard_app;
CREATE TRIGGER record AFTER INSERT OR UPDATE ON hr.people FOR EACH ROW EXECUTE FUNCTION hr.record();
-- widens_access
create policy audit on hr.people for select to chg_hard_audit using (true);
-- widens_access
create policy same_team on hr.people for select to chg_hard_app using ((team = current_setting('hr.team'::text, true)));
-- widens_access
alter default privileges in schema hr grant select on tables to chg_hard_audit;
