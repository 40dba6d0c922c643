insert into hr.people values (1, 'A', 100, 'x'), (2, 'B', 200, 'y');
insert into hr.reviews values (1, '2026-01-01', 'good');
