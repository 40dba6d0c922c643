create procedure public.tidy(days integer, out note text, inout removed integer default 0) language plpgsql as 'begin note := ''n''; end';
