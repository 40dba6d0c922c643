create procedure public.tidy(days integer default 7) language plpgsql security definer set search_path = public as 'begin perform days + 1; end';
