insert into public.places (name, latitude, longitude, tags) values ('Library', 1.3, 103.8, '{books}');
insert into public.visits (place) values (1), (1);
