select classoid as class, objoid as oid, objsubid as sub, provider, label
from pg_seclabel
order by provider
