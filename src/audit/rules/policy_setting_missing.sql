select p.object,
       'reads a setting that ends the query with an error where it is not set' as detail,
       'write current_setting(''…'', true), which is null there' as fix
from policy p
where concat_ws(' ', p.using, p.checks) ~* 'current_setting\((''[^'']*''(::text)?|"?\w+"?)\)'
