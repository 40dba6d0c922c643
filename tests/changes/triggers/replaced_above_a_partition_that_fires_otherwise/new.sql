create function public.stamp() returns trigger language plpgsql as $$ begin return new; end $$;
create table public.sales (day date, amount integer) partition by range (day);
create table public.sales_2025 partition of public.sales for values from ('2025-01-01') to ('2026-01-01');
create table public.sales_2026 partition of public.sales for values from ('2026-01-01') to ('2027-01-01');
create trigger stamp before insert or update on public.sales for each row execute function public.stamp();
alter table public.sales_2025 disable trigger stamp;
