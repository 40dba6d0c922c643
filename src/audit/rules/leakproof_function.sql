select f.object,
       format('is said to be leakproof, and is written in %s: what it raises or logs shows rows that policies hide', f.lanname) as detail,
       format('ALTER %s NOT LEAKPROOF', f.target) as fix
from routine f
where f.leakproof and f.lanname not in ('internal', 'c')
