insert into app.people (name, email) values
    ('Ada', 'ada@example.org'),
    ('Grace', 'grace@example.org');

insert into app.tasks (title, state, person_id) values
    ('Write the spec', 'done', 1),
    ('Verify it', 'doing', 2),
    ('Ship it', 'open', null);
