create table public.logs (at date not null, level smallint not null, message text, constraint logs_level check (level between 0 and 5)) partition by range (at);
create table public.logs_2024 partition of public.logs for values from ('2024-01-01') to ('2025-01-01');
create table public.logs_2025 partition of public.logs for values from ('2025-01-01') to ('2026-01-01') with (autovacuum_enabled = off);
create index logs_level on public.logs (level);
create index logs_2025_message on public.logs_2025 (message text_pattern_ops);
create view public.errors as select at, message from public.logs where level >= 4;
