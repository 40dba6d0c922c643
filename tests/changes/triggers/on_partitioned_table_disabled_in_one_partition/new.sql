create table public.events (at date not null, what text) partition by range (at);
create table public.events_2026 partition of public.events for values from ('2026-01-01') to ('2027-01-01');
create function public.touched() returns trigger language plpgsql as 'begin return new; end';
create trigger touch after insert on public.events for each row execute function public.touched();
alter table public.events_2026 disable trigger touch;
