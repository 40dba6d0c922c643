select h.object, format('lets %s grant %s on to whomever it likes', h.to_whom,
                        string_agg(h.privilege, ', ' order by h.privilege)) as detail,
       format('REVOKE GRANT OPTION FOR %s ON %s FROM %s', string_agg(h.privilege, ', ' order by h.privilege), h.target,
              h.to_whom) as fix
from held h
where h.grantable
group by h.object, h.target, h.sub, h.to_whom
