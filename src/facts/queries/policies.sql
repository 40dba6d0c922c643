select p.oid, n.name as schema, c.relname as name, p.polname as part,
       case p.polcmd when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update' when 'd' then 'delete' else 'all' end as command,
       not p.polpermissive as restrictive,
       array(
           select case when r = 0 then 'public' else quote_ident(pg_get_userbyid(r)) end
           from unnest(p.polroles) r
           order by 1
       ) as roles,
       pg_get_expr(p.polqual, p.polrelid) as using,
       pg_get_expr(p.polwithcheck, p.polrelid) as check
from pg_policy p
join pg_class c on c.oid = p.polrelid
join ours n on n.oid = c.relnamespace
