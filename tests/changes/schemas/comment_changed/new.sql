create schema app;
comment on schema app is 'What the application''s users see.';
