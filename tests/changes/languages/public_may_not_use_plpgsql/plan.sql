-- PostgreSQL 15

-- transaction
-- narrows_access
revoke usage on language plpgsql from public;
