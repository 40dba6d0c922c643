select p.object,
       case p.command
           when 'a' then 'lets no row be inserted: it has no WITH CHECK'
           else 'has no WITH CHECK: what may become of a row is what its USING says by accident'
       end as detail,
       format('ALTER %s WITH CHECK (%s)', p.target, coalesce(p.using, '…')) as fix
from policy p
where p.command in ('a', 'w', '*') and p.checks is null
