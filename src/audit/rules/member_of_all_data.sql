select r.object, format('is a member of %s%s, which %s, whatever is granted and whatever is made later', g.rolname,
       case when not way.is_direct then ' through ' || way.through end,
       case g.rolname when 'pg_read_all_data' then 'reads every table'
                      when 'pg_write_all_data' then 'changes every table'
                      else 'maintains every table' end) as detail,
       format('REVOKE %I FROM %s', g.rolname, case when way.is_direct then quote_ident(r.rolname) else '…' end) as fix
from role r
join pg_roles g on g.rolname in ('pg_read_all_data', 'pg_write_all_data', 'pg_maintain')
cross join lateral (
    -- The memberships that lead there, where it is not a member itself: of who logs in that is told too.
    select string_agg(quote_ident(v.rolname), ', ' order by v.rolname) as through,
           bool_or(m.roleid = g.oid) as is_direct
    from pg_auth_members m
    join pg_roles v on v.oid = m.roleid
    where m.member = r.oid and pg_has_role(v.oid, g.oid, 'MEMBER') and not v.rolsuper
) way
where way.is_direct or way.through is not null and r.rolcanlogin and not r.rolsuper
