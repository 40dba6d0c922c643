create function public.place() returns bigint language internal window immutable as 'window_row_number';
