insert into public.places (name, latitude, longitude) values ('Library', 1.3, 103.8);
insert into public.visits (place) values (1), (1);
