select pg_catalog.to_regclass('pgspec.runs') is not null as runs,
       pg_catalog.to_regclass('pgspec.migrations') is not null as migrations
