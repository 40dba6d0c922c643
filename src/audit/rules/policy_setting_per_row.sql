select p.object,
       'asks for a setting at every row' as detail,
       'write (select current_setting(…)), which is asked for once' as fix
from policy p
where regexp_replace(concat_ws(' ', p.using, p.checks), 'SELECT [^)]*current_setting\(', '', 'gi') ~* 'current_setting\('
