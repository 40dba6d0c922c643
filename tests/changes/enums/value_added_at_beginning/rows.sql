insert into public.alarms values (1, 'low'), (2, 'high');
