create type public.span as range (subtype = bigint);
create function public.touches(a public.span, b public.span) returns boolean language sql immutable as 'select a && b or a -|- b';
create operator public.<~> (function = public.touches, leftarg = public.span, rightarg = public.span, commutator = operator(public.<~>), restrict = contsel);
create table public.rooms (id integer primary key, during public.span, constraint rooms_overlap exclude using gist (during with &&));
create view public.clashes as select a.id as first, b.id as second from public.rooms a join public.rooms b on a.during operator(public.<~>) b.during and a.id < b.id;
