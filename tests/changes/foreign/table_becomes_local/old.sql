create extension file_fdw;
create server files foreign data wrapper file_fdw;
create foreign table public.lines (line text) server files options (filename '/dev/null');
