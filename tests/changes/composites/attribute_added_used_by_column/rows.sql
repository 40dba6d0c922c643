insert into public.people values (1, ('Main St', 'Town')), (2, null);
