create schema tools;
create function tools.new_code() returns text language sql as 'select ''c''';
create table public.items (id integer primary key, code text default tools.new_code());
