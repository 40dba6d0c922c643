insert into public."a""b" values (1, 'x');
