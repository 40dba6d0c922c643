create schema app;
drop schema public;
