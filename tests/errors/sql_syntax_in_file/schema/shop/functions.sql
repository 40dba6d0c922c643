create function one() returns int language sql as 'select 1';

create function two( returns int language sql as 'select 2';
