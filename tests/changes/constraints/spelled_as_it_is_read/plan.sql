-- PostgreSQL 15

-- nothing to do
