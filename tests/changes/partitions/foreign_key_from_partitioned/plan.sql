-- PostgreSQL 15

-- transaction
alter table public.events_2026 add constraint events_kind FOREIGN KEY (kind) REFERENCES public.kinds(id) ON DELETE SET NULL NOT VALID;

-- transaction
-- depends_on_data
alter table public.events_2026 validate constraint events_kind;

-- transaction
alter table public.events add constraint events_kind FOREIGN KEY (kind) REFERENCES public.kinds(id) ON DELETE SET NULL;
