-- What trials need of their own: all of it is undone with the transaction.
create schema pgspec_scratch;
grant usage, create on schema pgspec_scratch to public;
create function pgspec_scratch.nothing() returns trigger language plpgsql as 'begin return null; end';
grant execute on function pgspec_scratch.nothing() to public;
