insert into public.bookings values (1, '[2026-01-01, 2026-01-02)');
