insert into public."Größe" values ('太郎', 'Zoé');
