select p.object, 'holds for every role: a role that is made later has it too' as detail,
       format('ALTER %s TO …', p.target) as fix
from policy p
-- One that narrows should narrow for everyone.
where 0 = any (p.roles) and p.permissive
