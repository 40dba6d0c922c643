-- PostgreSQL 15

-- transaction
alter table public.parts add constraint parts_code FOREIGN KEY (code) REFERENCES public.items(code) NOT VALID;

-- transaction
-- depends_on_data
alter table public.parts validate constraint parts_code;
