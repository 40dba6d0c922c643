-- What fires which routine: a row for each statement that does, on each table.
select n.nspname::text as schema, p.proname::text as name, oidvectortypes(p.proargtypes) as types,
       t.tgname::text as trigger, rn.nspname::text as table_schema, r.relname::text as table_name, e.privilege
from pg_trigger t
join pg_proc p on p.oid = t.tgfoid
join pg_namespace n on n.oid = p.pronamespace
join pg_class r on r.oid = t.tgrelid
join pg_namespace rn on rn.oid = r.relnamespace
join (values (4, 'INSERT'), (8, 'DELETE'), (16, 'UPDATE'), (32, 'TRUNCATE')) as e (bit, privilege)
    on t.tgtype & e.bit > 0
where not t.tgisinternal and t.tgenabled <> 'D'
order by 5, 6, 4, 7
