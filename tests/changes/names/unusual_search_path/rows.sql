insert into second.items values (1);
