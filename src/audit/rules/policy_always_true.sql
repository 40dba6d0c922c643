select p.object,
       format('is true of every row (`%s`)', shown.expression) as detail,
       format('DROP %s', p.target) as fix,
       shown.expression,
       array(
           select a.attname::text from pg_attribute a
           where a.attrelid = p.relation and a.attnum > 0 and a.attnotnull
       ) as never_null
from policy p
cross join lateral (values (p.using), (p.checks)) as shown (expression)
where shown.expression is not null
