select p.object,
       format('is true of every row (`%s`)', shown.expression) as detail,
       format('DROP %s', p.target) as fix
from policy p
cross join lateral (
    values (p.using, p.using_tree), (p.checks, p.check_tree)
) as shown (expression, tree)
where shown.expression is not null
  and shown.expression !~* '^\(*false\)*$'
  and (
      -- Nothing in it depends on the row, the session or a query.
      shown.tree !~ '\{(VAR|FUNCEXPR|SUBLINK|PARAM|SQLVALUEFUNCTION|COERCEVIAIO)'
      or shown.expression ~* '^\(*true\)* OR |( OR \(*true\)*)$'
      or shown.expression ~ '^\(?("?\w+"?) = \1\)?$'
  )
