create function {s}.touch_t{n}() returns trigger
language plpgsql
as $$
begin
    if new.updated_at is null or new.updated_at = old.updated_at then
        new.updated_at := now();
    end if;
    return new;
end
$$;
create trigger touch before update on {s}.t{n} for each row execute function {s}.touch_t{n}();
