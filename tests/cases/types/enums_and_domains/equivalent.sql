create schema app;
comment on schema app is 'Types of every kind that stand by themselves.';
revoke all on schema public from public;
create type app.mood as enum ('sad', 'it''s ok', 'happy', 'Ünïcode "quoted"');
create type app.level as enum ('low', 'high');
comment on type app.level is 'It''s a level.';
create type app.empty_enum as enum ();
create function app.is_fine(text) returns boolean language sql immutable as $$select $1 <> 'bad'$$;
create domain app.positive as integer check (value > 0);
create domain app.small_positive as app.positive not null check (value < 100) check (value <> 13);
create domain app.named as text default 'x' constraint no_blank check (value !~ '^\s*$');
create domain app.country as varchar(2) collate "C" default 'SG' not null
    constraint country_is_upper check (value = upper(value))
    constraint country_has_two check (length(value) = 2);
comment on domain app.country is 'ISO 3166 alpha-2.';
create domain app.moods as app.mood[] check (array_length(value, 1) < 5);
create domain app.known_mood as app.mood constraint known_mood_is_known check (value <> 'sad');
create domain app.checked_by_function as text check (app.is_fine(value));
create table app.users (
    mood app.mood not null default 'happy',
    moods app.mood[],
    all_moods app.mood[][] default '{}',
    domain_of_moods app.moods,
    country app.country,
    number app.small_positive,
    fine app.checked_by_function,
    level app.level default 'low'
);
revoke all on function app.is_fine(text) from public;
do $$
declare t text;
begin
    execute format('revoke all on database %I from public', current_database());
    foreach t in array '{mood,level,empty_enum,positive,small_positive,named,country,moods,known_mood,checked_by_function}'::text[] loop
        execute format('revoke all on type app.%I from public', t);
    end loop;
end $$;
alter default privileges revoke execute on routines from public;
