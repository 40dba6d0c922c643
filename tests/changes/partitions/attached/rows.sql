insert into public.events_2020 values ('2020-05-05', 'a'), ('2020-06-06', 'b');
