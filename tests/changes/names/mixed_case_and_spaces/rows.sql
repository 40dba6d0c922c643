insert into "My Schema"."My Table" values (1, 'x');
