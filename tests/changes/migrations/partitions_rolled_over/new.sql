create schema archive;
create table public.logs (at date not null, level smallint not null, message text, source text, constraint logs_level check (level between 0 and 7)) partition by range (at);
create table archive.logs_2024 (at date not null, level smallint not null, message text, constraint logs_level check (level between 0 and 5));
create table public.logs_2025 partition of public.logs for values from ('2025-01-01') to ('2026-01-01');
create table public.logs_2026 partition of public.logs for values from ('2026-01-01') to ('2027-01-01') partition by list (level);
create table public.logs_2026_errors partition of public.logs_2026 for values in (4, 5, 6, 7);
create table public.logs_2026_other partition of public.logs_2026 default;
create index logs_level on public.logs (level, at);
create view public.errors as select at, message, source from public.logs where level >= 4;
