, described as (
    select 'pg_cast'::regclass as class, oid as object, null::oid as owner, jsonb_build_object(
               'function', nullif(castfunc, 0)::regprocedure,
               'context', case castcontext when 'e' then 'explicit' when 'a' then 'assignment'
                   when 'i' then 'implicit' else castcontext::text end,
               'method', case castmethod when 'f' then 'function' when 'i' then 'inout'
                   when 'b' then 'binary' else castmethod::text end
           ) as definition
    from pg_cast
    union all
    select 'pg_operator'::regclass, oid, oprowner, jsonb_build_object(
               'function', nullif(oprcode, 0)::regprocedure,
               'result', oprresult::regtype,
               'commutator', nullif(oprcom, 0)::regoperator,
               'negator', nullif(oprnegate, 0)::regoperator,
               'restrict', nullif(oprrest, 0)::regproc,
               'join', nullif(oprjoin, 0)::regproc,
               'merges', oprcanmerge,
               'hashes', oprcanhash
           )
    from pg_operator
    where oid >= 16384
    union all
    select 'pg_opclass'::regclass, oid, opcowner, jsonb_build_object(
               'family', (pg_identify_object('pg_opfamily'::regclass, opcfamily, 0)).identity,
               'type', opcintype::regtype,
               'storage', nullif(opckeytype, 0)::regtype,
               'default', opcdefault
           )
    from pg_opclass
    where oid >= 16384
    union all
    select 'pg_opfamily'::regclass, f.oid, f.opfowner, jsonb_build_object(
               'operators', (
                   select jsonb_agg(concat_ws(' ', amopstrategy, amopopr::regoperator, 'for ' || amoppurpose::text,
                              (pg_identify_object('pg_opfamily'::regclass, nullif(amopsortfamily, 0), 0)).identity)
                          order by amopstrategy, amopopr::regoperator::text)
                   from pg_amop
                   where amopfamily = f.oid
               ),
               'functions', (
                   select jsonb_agg(concat_ws(' ', amprocnum, amproclefttype::regtype, amprocrighttype::regtype, amproc::regprocedure)
                          order by amprocnum, amproc::regprocedure::text)
                   from pg_amproc
                   where amprocfamily = f.oid
               )
           )
    from pg_opfamily f
    where f.oid >= 16384
    union all
    -- The columns of collations differ between versions; `collversion` is the machine's.
    select 'pg_collation'::regclass, c.oid, c.collowner,
           to_jsonb(c) - '{oid,collname,collnamespace,collowner,collversion,colliculocale}'::text[]
               -- Its name before PostgreSQL 17.
               || jsonb_build_object('colllocale', coalesce(to_jsonb(c) -> 'colllocale', to_jsonb(c) -> 'colliculocale'))
    from pg_collation c
    where c.oid >= 16384
    union all
    select 'pg_conversion'::regclass, oid, conowner, jsonb_build_object(
               'from', pg_encoding_to_char(conforencoding),
               'to', pg_encoding_to_char(contoencoding),
               'function', conproc::regproc,
               'default', condefault
           )
    from pg_conversion
    where oid >= 16384
    union all
    select 'pg_ts_parser'::regclass, p.oid, null, (
               select jsonb_object_agg(key, value::oid::regproc)
               from jsonb_each_text(to_jsonb(p) - '{oid,prsname,prsnamespace}'::text[])
               where value <> '0' and value <> '-'
           )
    from (
        select oid, prsname, prsnamespace, prsstart::oid, prstoken::oid, prsend::oid,
               prsheadline::oid, prslextype::oid
        from pg_ts_parser
        where oid >= 16384
    ) p
    union all
    select 'pg_ts_dict'::regclass, d.oid, d.dictowner, jsonb_build_object(
               'template', (pg_identify_object('pg_ts_template'::regclass, d.dicttemplate, 0)).identity,
               'options', d.dictinitoption
           )
    from pg_ts_dict d
    where d.oid >= 16384
    union all
    select 'pg_ts_template'::regclass, oid, null, jsonb_build_object(
               'init', nullif(tmplinit, 0)::regproc,
               'lexize', tmpllexize::regproc
           )
    from pg_ts_template
    where oid >= 16384
    union all
    select 'pg_ts_config'::regclass, c.oid, c.cfgowner, jsonb_build_object(
               'parser', (pg_identify_object('pg_ts_parser'::regclass, c.cfgparser, 0)).identity,
               'mappings', (
                   select jsonb_agg(concat_ws(' ', t.alias, m.mapdict::regdictionary) order by t.alias, m.mapseqno)
                   from pg_ts_config_map m
                   join ts_token_type(c.cfgparser) t on t.tokid = m.maptokentype
                   where m.mapcfg = c.oid
               )
           )
    from pg_ts_config c
    where c.oid >= 16384
    union all
    select 'pg_event_trigger'::regclass, oid, evtowner, jsonb_build_object(
               'event', evtevent, 'function', evtfoid::regprocedure, 'enabled', evtenabled, 'tags', evttags
           )
    from pg_event_trigger
    union all
    select 'pg_rewrite'::regclass, oid, null, jsonb_build_object(
               'definition', pg_get_ruledef(oid), 'enabled', ev_enabled
           )
    from pg_rewrite
    where oid >= 16384 and rulename <> '_RETURN'
    union all
    select 'pg_statistic_ext'::regclass, oid, stxowner, jsonb_build_object(
               'definition', pg_get_statisticsobjdef(oid),
               'statistics', nullif(stxstattarget, -1)
           )
    from pg_statistic_ext
    union all
    select 'pg_publication'::regclass, p.oid, p.pubowner,
           to_jsonb(p) - '{oid,pubname,pubowner}'::text[] || jsonb_build_object(
               'tables', (
                   select jsonb_agg(concat_ws(' ', r.prrelid::regclass, '(' || (
                              select string_agg(quote_ident(a.attname), ', ' order by a.attnum)
                              from pg_attribute a
                              where a.attrelid = r.prrelid and a.attnum = any (r.prattrs::int2[])
                          ) || ')', 'where ' || pg_get_expr(r.prqual, r.prrelid)) order by r.prrelid::regclass::text)
                   from pg_publication_rel r
                   where r.prpubid = p.oid
               ),
               'schemas', (
                   select jsonb_agg(pnnspid::regnamespace order by pnnspid::regnamespace::text)
                   from pg_publication_namespace
                   where pnpubid = p.oid
               )
           )
    from pg_publication p
    union all
    -- Without `subconninfo`, which may hold a password and is the superuser's to read.
    select 'pg_subscription'::regclass, oid, subowner, jsonb_build_object(
               'enabled', subenabled, 'slot', subslotname, 'publications', to_jsonb(subpublications)
           )
    from pg_subscription
    where subdbid = (select oid from pg_database where datname = current_database())
    union all
    select 'pg_foreign_data_wrapper'::regclass, oid, fdwowner, jsonb_build_object(
               'handler', nullif(fdwhandler, 0)::regproc,
               'validator', nullif(fdwvalidator, 0)::regproc,
               'options', to_jsonb(fdwoptions)
           )
    from pg_foreign_data_wrapper
    union all
    select 'pg_foreign_server'::regclass, s.oid, s.srvowner, jsonb_build_object(
               'wrapper', w.fdwname, 'type', s.srvtype, 'version', s.srvversion, 'options', to_jsonb(s.srvoptions)
           )
    from pg_foreign_server s
    join pg_foreign_data_wrapper w on w.oid = s.srvfdw
    union all
    -- Names of options alone: their values may hold passwords.
    select 'pg_user_mapping'::regclass, umid, null, jsonb_build_object(
               'options', (select jsonb_agg(split_part(o, '=', 1)) from unnest(umoptions) o)
           )
    from pg_user_mappings
    union all
    select 'pg_class'::regclass, c.oid, c.relowner, jsonb_build_object(
               'server', v.srvname,
               'options', to_jsonb(f.ftoptions),
               'columns', (
                   select jsonb_agg(concat_ws(' ', quote_ident(a.attname), format_type(a.atttypid, a.atttypmod),
                              case when a.attnotnull then 'not null' end,
                              'default ' || pg_get_expr(d.adbin, d.adrelid),
                              nullif(a.attfdwoptions::text, '{}')) order by a.attnum)
                   from pg_attribute a
                   left join pg_attrdef d on (d.adrelid, d.adnum) = (a.attrelid, a.attnum)
                   where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
               )
           )
    from pg_class c
    join pg_foreign_table f on f.ftrelid = c.oid
    join pg_foreign_server v on v.oid = f.ftserver
    union all
    select 'pg_language'::regclass, oid, lanowner, jsonb_build_object(
               'trusted', lanpltrusted,
               'handler', nullif(lanplcallfoid, 0)::regproc,
               'inline', nullif(laninline, 0)::regproc,
               'validator', nullif(lanvalidator, 0)::regproc
           )
    from pg_language
    where oid >= 16384
    union all
    select 'pg_transform'::regclass, oid, null, jsonb_build_object(
               'from_sql', nullif(trffromsql, 0)::regprocedure, 'to_sql', nullif(trftosql, 0)::regprocedure
           )
    from pg_transform
    union all
    select 'pg_am'::regclass, oid, null, jsonb_build_object('type', amtype, 'handler', amhandler::regproc)
    from pg_am
    where oid >= 16384
    union all
    -- Base types, shell types among them; array types follow another type.
    select 'pg_type'::regclass, t.oid, t.typowner, jsonb_build_object(
               'defined', t.typisdefined,
               'length', t.typlen,
               'by_value', t.typbyval,
               'category', t.typcategory,
               'preferred', t.typispreferred,
               'delimiter', t.typdelim,
               'element', nullif(t.typelem, 0)::regtype,
               'input', nullif(t.typinput, 0)::regproc,
               'output', nullif(t.typoutput, 0)::regproc,
               'receive', nullif(t.typreceive, 0)::regproc,
               'send', nullif(t.typsend, 0)::regproc,
               'typmod_in', nullif(t.typmodin, 0)::regproc,
               'typmod_out', nullif(t.typmodout, 0)::regproc,
               'analyze', nullif(t.typanalyze, 0)::regproc,
               'align', t.typalign,
               'storage', t.typstorage,
               'default', t.typdefault,
               'collatable', t.typcollation <> 0
           )
    from pg_type t
    where t.oid >= 16384
      and t.typtype in ('b', 'p')
      and not exists (select from pg_type e where e.typarray = t.oid)
)
select i.type as kind,
       i.schema,
       i.identity,
       jsonb_strip_nulls(d.definition || jsonb_build_object(
           'owner', pg_get_userbyid(d.owner),
           'comment', obj_description(d.object, d.class::oid::regclass::name)
       )) as definition
from described d
cross join pg_identify_object(d.class, d.object, 0) i
where d.object >= 16384
  and coalesce(i.schema, '') !~ '^pg_'
  -- What belongs to an extension (`e`) or to another object: the casts of ranges (`i`).
  and not exists (
      select from pg_depend e
      where (e.classid, e.objid) = (d.class, d.object) and e.deptype in ('e', 'i')
  )
