-- PostgreSQL 15

-- transaction
comment on schema app is 'What the application''s users see.';
