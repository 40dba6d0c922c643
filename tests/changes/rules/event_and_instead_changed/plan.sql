-- PostgreSQL 15

-- transaction
CREATE OR REPLACE RULE guard AS
    ON UPDATE TO public.items DO INSTEAD NOTHING;
