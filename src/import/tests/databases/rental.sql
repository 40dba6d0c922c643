-- A video rental as it came out of many dumps: everything in `public`, sequences apart from their
-- columns, names that tools chose, partitions by month.
set check_function_bodies = false;
create extension pg_trgm;
create role rental_owner;
create role rental_read;
create role "rental-web" login connection limit 20 in role rental_read;
alter role "rental-web" set search_path = public, pg_catalog;
alter role "rental-web" set statement_timeout = '30s';
comment on role rental_read is 'Reads all there is';

create type mpaa_rating as enum ('G', 'PG', 'PG-13', 'R', 'NC-17');
alter type mpaa_rating owner to rental_owner;
create domain year as integer constraint year_check check (value >= 1901 and value <= 2155);
create domain "b€digi" as bytea;

create sequence actor_actor_id_seq start with 1 increment by 1 no minvalue no maxvalue cache 1;
create table actor (
    actor_id integer default nextval('actor_actor_id_seq'::regclass) not null,
    first_name character varying(45) not null,
    last_name character varying(45) not null,
    last_update timestamp without time zone default now() not null
);
alter table only actor add constraint actor_pkey primary key (actor_id);
create index idx_actor_last_name on actor using btree (last_name);

create sequence category_category_id_seq;
create table category (
    category_id integer default nextval('category_category_id_seq'::regclass) not null primary key,
    name character varying(25) not null,
    last_update timestamp without time zone default now() not null
);

create sequence film_film_id_seq as integer;
create table language (
    language_id serial primary key,
    name character(20) not null,
    last_update timestamp without time zone default now() not null
);
create table film (
    film_id integer default nextval('film_film_id_seq'::regclass) not null,
    title character varying(255) not null,
    description text,
    release_year year,
    language_id smallint not null,
    original_language_id smallint,
    rental_duration smallint default 3 not null,
    rental_rate numeric(4,2) default 4.99 not null,
    length smallint,
    replacement_cost numeric(5,2) default 19.99 not null,
    rating mpaa_rating default 'G'::mpaa_rating,
    last_update timestamp without time zone default now() not null,
    special_features text[],
    fulltext tsvector not null,
    constraint film_pkey primary key (film_id)
);
alter sequence film_film_id_seq owned by film.film_id;
create index film_fulltext_idx on film using gist (fulltext);
create index idx_fk_language_id on film using btree (language_id);
create index idx_fk_original_language_id on film using btree (original_language_id);
create index idx_title on film using btree (title);
create index film_title_trgm on film using gin (title gin_trgm_ops);
alter table film alter column fulltext set storage external, alter column title set statistics 1000;
create trigger film_fulltext_trigger before insert or update on film for each row
    execute function tsvector_update_trigger('fulltext', 'pg_catalog.english', 'title', 'description');

create function last_updated() returns trigger language plpgsql as $_$
BEGIN
    NEW.last_update = CURRENT_TIMESTAMP;
    RETURN NEW;
END $_$;
create trigger last_updated before update on film for each row execute function last_updated();
create trigger last_updated before update on actor for each row execute function last_updated();

create table film_actor (
    actor_id smallint not null,
    film_id smallint not null,
    last_update timestamp without time zone default now() not null,
    constraint film_actor_pkey primary key (actor_id, film_id),
    constraint film_actor_actor_id_fkey foreign key (actor_id) references actor (actor_id)
        on update cascade on delete restrict,
    constraint film_actor_film_id_fkey foreign key (film_id) references film (film_id)
        on update cascade on delete restrict
);
create index idx_fk_film_id on film_actor using btree (film_id);
create table film_category (
    film_id smallint not null, category_id smallint not null,
    last_update timestamp without time zone default now() not null,
    primary key (film_id, category_id),
    foreign key (film_id) references film on update cascade on delete restrict,
    foreign key (category_id) references category on update cascade on delete restrict
);
alter table film add constraint film_language_id_fkey foreign key (language_id) references language
    on update cascade on delete restrict;
alter table film add constraint film_original_language_id_fkey foreign key (original_language_id)
    references language on update cascade on delete restrict;

create table country (country_id serial primary key, country varchar(50) not null);
create table city (
    city_id serial primary key, city varchar(50) not null,
    country_id smallint not null constraint fk_city references country on update cascade
);
create table address (
    address_id serial primary key, address varchar(50) not null, address2 varchar(50),
    district varchar(20) not null, city_id smallint not null references city on update cascade on delete restrict,
    postal_code varchar(10), phone varchar(20) not null
);
create table store (store_id serial primary key, manager_staff_id smallint not null unique, address_id smallint not null);
create table staff (
    staff_id serial primary key, first_name varchar(45) not null, last_name varchar(45) not null,
    address_id smallint not null references address, email varchar(50), store_id smallint not null,
    active boolean default true not null, username varchar(16) not null, password varchar(40), picture bytea
);
alter table staff add foreign key (store_id) references store deferrable initially deferred;
alter table store add foreign key (manager_staff_id) references staff deferrable initially deferred;
alter table store add foreign key (address_id) references address;
create unique index idx_unq_manager_staff_id on store using btree (manager_staff_id);
create table customer (
    customer_id serial primary key, store_id smallint not null references store,
    first_name varchar(45) not null, last_name varchar(45) not null, email varchar(50),
    address_id smallint not null references address, activebool boolean default true not null,
    create_date date default ('now'::text)::date not null,
    last_update timestamp without time zone default now(), active integer,
    status varchar(10) default 'new' check (status in ('new', 'known', 'barred'))
);
create index idx_last_name on customer (last_name);
create table inventory (inventory_id serial primary key, film_id smallint not null references film, store_id smallint not null references store);
create index idx_store_id_film_id on inventory (store_id, film_id);
create table rental (
    rental_id bigserial primary key, rental_date timestamp without time zone not null,
    inventory_id integer not null references inventory, customer_id smallint not null references customer,
    return_date timestamp without time zone, staff_id smallint not null references staff
);
create unique index idx_unq_rental on rental (rental_date, inventory_id, customer_id);

create table payment (
    payment_id integer not null, customer_id smallint not null, staff_id smallint not null,
    rental_id integer not null, amount numeric(5,2) not null, payment_date timestamp with time zone not null,
    constraint payment_pkey primary key (payment_date, payment_id)
) partition by range (payment_date);
create sequence payment_payment_id_seq as integer owned by payment.payment_id;
alter table payment alter payment_id set default nextval('payment_payment_id_seq'::regclass);
create table payment_p2022_01 (
    payment_id integer default nextval('payment_payment_id_seq'::regclass) not null,
    customer_id smallint not null, staff_id smallint not null, rental_id integer not null,
    amount numeric(5,2) not null, payment_date timestamp with time zone not null
);
alter table payment attach partition payment_p2022_01 for values from ('2022-01-01 00:00:00+00') to ('2022-02-01 00:00:00+00');
create table payment_p2022_02 partition of payment for values from ('2022-02-01 00:00:00+00') to ('2022-03-01 00:00:00+00');
alter table payment_p2022_01 add constraint payment_p2022_01_customer_id_fkey foreign key (customer_id) references customer;
create index idx_fk_payment_p2022_01_customer_id on payment_p2022_01 (customer_id);
create index payment_p2022_02_staff on payment_p2022_02 (staff_id) where amount > 0;
alter table payment_p2022_02 alter amount set default 0, alter rental_id set statistics 200;
create trigger only_here after insert on payment_p2022_02 for each row execute function last_updated();
alter table payment_p2022_02 owner to rental_owner;
comment on column payment_p2022_02.amount is 'In dollars.';

create function group_concat_step(text, text) returns text immutable language sql as
    $_$select case when $1 is null then $2 else $1 || ', ' || $2 end$_$;
create aggregate group_concat(text) (sfunc = group_concat_step, stype = text);
create function film_in_stock(p_film_id integer, p_store_id integer, out p_film_count integer) returns setof integer
    language sql as $_$
     SELECT inventory_id
     FROM inventory
     WHERE film_id = $1
     AND store_id = $2
     AND inventory_in_stock(inventory_id);
$_$;
create function inventory_in_stock(p_inventory_id integer) returns boolean language plpgsql as $$
DECLARE
    v_rentals INTEGER;
    v_out     INTEGER;
BEGIN
    -- AN ITEM IS IN-STOCK IF THERE ARE EITHER NO ROWS IN THE rental TABLE
    SELECT count(*) INTO v_rentals FROM rental WHERE inventory_id = p_inventory_id;
    RETURN v_rentals = 0;
END $$;
create function last_day(timestamp with time zone) returns date immutable strict language sql as $_$
  SELECT CASE
    WHEN EXTRACT(MONTH FROM $1) = 12 THEN
      (((EXTRACT(YEAR FROM $1) + 1) operator(pg_catalog.||) '-01-01')::date - INTERVAL '1 day')::date
    ELSE
      ((EXTRACT(YEAR FROM $1) operator(pg_catalog.||) '-' operator(pg_catalog.||) (EXTRACT(MONTH FROM $1) + 1) operator(pg_catalog.||) '-01')::date - INTERVAL '1 day')::date
    END
$_$;
create function rewards_report(min_monthly_purchases integer default 7, min_dollar_amount_purchased numeric default 10.00)
    returns setof customer security definer language plpgsql rows 50 cost 500 as $_$
DECLARE
    rr RECORD;
    tmpSQL TEXT;
BEGIN
    tmpSQL := 'SELECT * FROM customer WHERE customer_id = $1 -- it''s quoted $$ and "odd": #1';
    FOR rr IN EXECUTE tmpSQL USING min_monthly_purchases LOOP
        RETURN NEXT rr;
    END LOOP;
RETURN;
END
$_$;

create view actor_info as
    select a.actor_id, a.first_name, a.last_name,
        group_concat(distinct c.name::text || ': '::text || (
            select group_concat(f.title::text) from film f
            join film_category fc_1 on f.film_id = fc_1.film_id
            join film_actor fa_1 on f.film_id = fa_1.film_id
            where fc_1.category_id = c.category_id and fa_1.actor_id = a.actor_id)) as film_info
    from actor a
    left join film_actor fa on a.actor_id = fa.actor_id
    left join film_category fc on fa.film_id = fc.film_id
    left join category c on fc.category_id = c.category_id
    group by a.actor_id, a.first_name, a.last_name;
create view customer_list as
    select cu.customer_id as id, cu.first_name || ' ' || cu.last_name as name, a.postal_code as "zip code",
        case when cu.activebool then 'active' else '' end as notes, cu.status in ('new', 'known') as welcome
    from customer cu join address a using (address_id) join city using (city_id);
create view film_rows as with recursive n (i) as (values (1) union all select i + 1 from n where i < 3)
    select f.*, n.i, row_number() over (partition by f.rating order by f.title) as place
    from film f cross join lateral (select i from n) n where f.rating = any ('{G,PG}');
create materialized view rental_by_category as
    select c.name as category, sum(p.amount) as total_sales
    from payment p join rental r on p.rental_id = r.rental_id join inventory i on r.inventory_id = i.inventory_id
    join film f on i.film_id = f.film_id join film_category fc on f.film_id = fc.film_id
    join category c on fc.category_id = c.category_id group by c.name order by sum(p.amount) desc with no data;
create unique index rental_category on rental_by_category (category);
create rule film_list_ins as on insert to film_rows do instead nothing;

alter table actor owner to rental_owner;
alter table film owner to rental_owner;
alter table customer owner to rental_owner;
alter view customer_list owner to rental_owner;
alter function rewards_report(integer, numeric) owner to rental_owner;
revoke all on function rewards_report(integer, numeric) from public;
grant execute on function rewards_report(integer, numeric) to "rental-web";
grant select on all tables in schema public to rental_read;
grant usage, select on all sequences in schema public to rental_read;
grant select, insert, update, delete on rental, customer to "rental-web";
grant update (email, address_id) on staff to "rental-web";
grant create on schema public to rental_owner;
revoke usage on domain year from public;
alter default privileges in schema public grant select on tables to rental_read;
alter default privileges for role rental_owner in schema public grant select on tables to rental_read;
