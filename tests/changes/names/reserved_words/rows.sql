insert into public."select" values (1, 'w', 2);
