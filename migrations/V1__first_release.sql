-- V1__first_release.sql
-- from: migrations ./migrations, SHA-256 a906a9d14b16544cb57b39d12f07019eedcf5678b04bbdff06eff66c6a71eb8f
-- to: project ., SHA-256 6ea487f6536cf764192d24d773b4c0704114714326b172b86e3b4505db1f5ef2
-- postgres: 15
-- pgspec: allow widens_access

-- step: create role analysts_de
set local statement_timeout = '1min';
do $$
begin
    if not exists (select from pg_catalog.pg_roles where rolname = 'analysts_de') then
        create role analysts_de;
    elsif exists (
        select from pg_catalog.pg_roles
        where rolname = 'analysts_de'
          and (rolsuper or rolcreatedb or rolcreaterole or rolreplication or rolbypassrls)
    ) then
        alter role analysts_de with nosuperuser nocreatedb nocreaterole noreplication nobypassrls;
    end if;
end
$$;

-- step: alter role analysts_de
alter role analysts_de with inherit nologin
    connection limit -1;

-- step: comment role analysts_de
comment on role analysts_de is 'Analysts in Germany. No row of a German shop is read elsewhere.';

-- step: create role analysts_sg
do $$
begin
    if not exists (select from pg_catalog.pg_roles where rolname = 'analysts_sg') then
        create role analysts_sg;
    elsif exists (
        select from pg_catalog.pg_roles
        where rolname = 'analysts_sg'
          and (rolsuper or rolcreatedb or rolcreaterole or rolreplication or rolbypassrls)
    ) then
        alter role analysts_sg with nosuperuser nocreatedb nocreaterole noreplication nobypassrls;
    end if;
end
$$;

-- step: alter role analysts_sg
alter role analysts_sg with inherit nologin
    connection limit -1;

-- step: comment role analysts_sg
comment on role analysts_sg is 'Analysts in Singapore.';

-- step: create role analytics
do $$
begin
    if not exists (select from pg_catalog.pg_roles where rolname = 'analytics') then
        create role analytics;
    elsif exists (
        select from pg_catalog.pg_roles
        where rolname = 'analytics'
          and (rolsuper or rolcreatedb or rolcreaterole or rolreplication or rolbypassrls)
    ) then
        alter role analytics with nosuperuser nocreatedb nocreaterole noreplication nobypassrls;
    end if;
end
$$;

-- step: alter role analytics
alter role analytics with inherit nologin
    connection limit -1;

-- step: comment role analytics
comment on role analytics is 'Asks questions about sales and membership status. Changes nothing; does not learn who a member is.';

-- step: create role analytics_bi
do $$
begin
    if not exists (select from pg_catalog.pg_roles where rolname = 'analytics_bi') then
        create role analytics_bi;
    elsif exists (
        select from pg_catalog.pg_roles
        where rolname = 'analytics_bi'
          and (rolsuper or rolcreatedb or rolcreaterole or rolreplication or rolbypassrls)
    ) then
        alter role analytics_bi with nosuperuser nocreatedb nocreaterole noreplication nobypassrls;
    end if;
end
$$;

-- step: alter role analytics_bi
alter role analytics_bi with inherit login
    connection limit 10;

-- step: comment role analytics_bi
comment on role analytics_bi is 'The analysts'' reporting tool.';

-- step: create role etl
do $$
begin
    if not exists (select from pg_catalog.pg_roles where rolname = 'etl') then
        create role etl;
    elsif exists (
        select from pg_catalog.pg_roles
        where rolname = 'etl'
          and (rolsuper or rolcreatedb or rolcreaterole or rolreplication or rolbypassrls)
    ) then
        alter role etl with nosuperuser nocreatedb nocreaterole noreplication nobypassrls;
    end if;
end
$$;

-- step: alter role etl
alter role etl with inherit nologin
    connection limit -1;

-- step: comment role etl
comment on role etl is 'Fills what is made of what arrived. Nobody logs in as it; whoever runs `pgspec run` becomes it.';

-- step: create role intake
do $$
begin
    if not exists (select from pg_catalog.pg_roles where rolname = 'intake') then
        create role intake;
    elsif exists (
        select from pg_catalog.pg_roles
        where rolname = 'intake'
          and (rolsuper or rolcreatedb or rolcreaterole or rolreplication or rolbypassrls)
    ) then
        alter role intake with nosuperuser nocreatedb nocreaterole noreplication nobypassrls;
    end if;
end
$$;

-- step: alter role intake
alter role intake with inherit nologin
    connection limit -1;

-- step: comment role intake
comment on role intake is 'Takes the files of reports and events. It writes them, and reads nothing but what tells it that a row is there already.';

-- step: create role logistics
do $$
begin
    if not exists (select from pg_catalog.pg_roles where rolname = 'logistics') then
        create role logistics;
    elsif exists (
        select from pg_catalog.pg_roles
        where rolname = 'logistics'
          and (rolsuper or rolcreatedb or rolcreaterole or rolreplication or rolbypassrls)
    ) then
        alter role logistics with nosuperuser nocreatedb nocreaterole noreplication nobypassrls;
    end if;
end
$$;

-- step: alter role logistics
alter role logistics with inherit nologin
    connection limit -1;

-- step: comment role logistics
comment on role logistics is 'Ships what was bought. Reads sales, their weight above all; writes where the parcel is.';

-- step: create role logistics_app
do $$
begin
    if not exists (select from pg_catalog.pg_roles where rolname = 'logistics_app') then
        create role logistics_app;
    elsif exists (
        select from pg_catalog.pg_roles
        where rolname = 'logistics_app'
          and (rolsuper or rolcreatedb or rolcreaterole or rolreplication or rolbypassrls)
    ) then
        alter role logistics_app with nosuperuser nocreatedb nocreaterole noreplication nobypassrls;
    end if;
end
$$;

-- step: alter role logistics_app
alter role logistics_app with inherit login
    connection limit 20;

-- step: comment role logistics_app
comment on role logistics_app is 'The warehouse''s program.';

-- step: create role management
do $$
begin
    if not exists (select from pg_catalog.pg_roles where rolname = 'management') then
        create role management;
    elsif exists (
        select from pg_catalog.pg_roles
        where rolname = 'management'
          and (rolsuper or rolcreatedb or rolcreaterole or rolreplication or rolbypassrls)
    ) then
        alter role management with nosuperuser nocreatedb nocreaterole noreplication nobypassrls;
    end if;
end
$$;

-- step: alter role management
alter role management with inherit nologin
    connection limit -1;

-- step: comment role management
comment on role management is 'Asks how the branches, the articles, the stores and the whole business do, and what the classifier says.';

-- step: create role member_portal
do $$
begin
    if not exists (select from pg_catalog.pg_roles where rolname = 'member_portal') then
        create role member_portal;
    elsif exists (
        select from pg_catalog.pg_roles
        where rolname = 'member_portal'
          and (rolsuper or rolcreatedb or rolcreaterole or rolreplication or rolbypassrls)
    ) then
        alter role member_portal with nosuperuser nocreatedb nocreaterole noreplication nobypassrls;
    end if;
end
$$;

-- step: alter role member_portal
alter role member_portal with inherit nologin
    connection limit -1;

-- step: comment role member_portal
comment on role member_portal is 'Shows members their own membership and purchases, and lets them change how they are reached.';

-- step: create role member_portal_app
do $$
begin
    if not exists (select from pg_catalog.pg_roles where rolname = 'member_portal_app') then
        create role member_portal_app;
    elsif exists (
        select from pg_catalog.pg_roles
        where rolname = 'member_portal_app'
          and (rolsuper or rolcreatedb or rolcreaterole or rolreplication or rolbypassrls)
    ) then
        alter role member_portal_app with nosuperuser nocreatedb nocreaterole noreplication nobypassrls;
    end if;
end
$$;

-- step: alter role member_portal_app
alter role member_portal_app with inherit login
    connection limit 30;

-- step: comment role member_portal_app
comment on role member_portal_app is 'The portal''s program.';

-- step: create role membership_intake
do $$
begin
    if not exists (select from pg_catalog.pg_roles where rolname = 'membership_intake') then
        create role membership_intake;
    elsif exists (
        select from pg_catalog.pg_roles
        where rolname = 'membership_intake'
          and (rolsuper or rolcreatedb or rolcreaterole or rolreplication or rolbypassrls)
    ) then
        alter role membership_intake with nosuperuser nocreatedb nocreaterole noreplication nobypassrls;
    end if;
end
$$;

-- step: alter role membership_intake
alter role membership_intake with inherit nologin
    connection limit -1;

-- step: comment role membership_intake
comment on role membership_intake is 'Takes applications for membership. Whoever runs `pgspec ingest` becomes it for as long as a file takes.';

-- step: create role privacy
do $$
begin
    if not exists (select from pg_catalog.pg_roles where rolname = 'privacy') then
        create role privacy;
    elsif exists (
        select from pg_catalog.pg_roles
        where rolname = 'privacy'
          and (rolsuper or rolcreatedb or rolcreaterole or rolreplication or rolbypassrls)
    ) then
        alter role privacy with nosuperuser nocreatedb nocreaterole noreplication nobypassrls;
    end if;
end
$$;

-- step: alter role privacy
alter role privacy with inherit nologin
    connection limit -1;

-- step: comment role privacy
comment on role privacy is 'Forgets people who ask for it. Writes over what tells who a member is, and deletes applications.';

-- step: create role privacy_desk
do $$
begin
    if not exists (select from pg_catalog.pg_roles where rolname = 'privacy_desk') then
        create role privacy_desk;
    elsif exists (
        select from pg_catalog.pg_roles
        where rolname = 'privacy_desk'
          and (rolsuper or rolcreatedb or rolcreaterole or rolreplication or rolbypassrls)
    ) then
        alter role privacy_desk with nosuperuser nocreatedb nocreaterole noreplication nobypassrls;
    end if;
end
$$;

-- step: alter role privacy_desk
alter role privacy_desk with inherit login
    connection limit 2;

-- step: comment role privacy_desk
comment on role privacy_desk is 'The desk of whoever answers for data protection.';

-- step: create role sales
do $$
begin
    if not exists (select from pg_catalog.pg_roles where rolname = 'sales') then
        create role sales;
    elsif exists (
        select from pg_catalog.pg_roles
        where rolname = 'sales'
          and (rolsuper or rolcreatedb or rolcreaterole or rolreplication or rolbypassrls)
    ) then
        alter role sales with nosuperuser nocreatedb nocreaterole noreplication nobypassrls;
    end if;
end
$$;

-- step: alter role sales
alter role sales with inherit nologin
    connection limit -1;

-- step: comment role sales
comment on role sales is 'Adds new items to the website and removes old ones.';

-- step: create role sales_desk
do $$
begin
    if not exists (select from pg_catalog.pg_roles where rolname = 'sales_desk') then
        create role sales_desk;
    elsif exists (
        select from pg_catalog.pg_roles
        where rolname = 'sales_desk'
          and (rolsuper or rolcreatedb or rolcreaterole or rolreplication or rolbypassrls)
    ) then
        alter role sales_desk with nosuperuser nocreatedb nocreaterole noreplication nobypassrls;
    end if;
end
$$;

-- step: alter role sales_desk
alter role sales_desk with inherit login
    connection limit 10;

-- step: comment role sales_desk
comment on role sales_desk is 'The sales team''s desk.';

-- step: create role storefront
do $$
begin
    if not exists (select from pg_catalog.pg_roles where rolname = 'storefront') then
        create role storefront;
    elsif exists (
        select from pg_catalog.pg_roles
        where rolname = 'storefront'
          and (rolsuper or rolcreatedb or rolcreaterole or rolreplication or rolbypassrls)
    ) then
        alter role storefront with nosuperuser nocreatedb nocreaterole noreplication nobypassrls;
    end if;
end
$$;

-- step: alter role storefront
alter role storefront with inherit nologin
    connection limit -1;

-- step: comment role storefront
comment on role storefront is 'Sells. Opens transactions, fills them with items, completes or cancels them.';

-- step: create role storefront_app
do $$
begin
    if not exists (select from pg_catalog.pg_roles where rolname = 'storefront_app') then
        create role storefront_app;
    elsif exists (
        select from pg_catalog.pg_roles
        where rolname = 'storefront_app'
          and (rolsuper or rolcreatedb or rolcreaterole or rolreplication or rolbypassrls)
    ) then
        alter role storefront_app with nosuperuser nocreatedb nocreaterole noreplication nobypassrls;
    end if;
end
$$;

-- step: alter role storefront_app
alter role storefront_app with inherit login
    connection limit 50;

-- step: comment role storefront_app
comment on role storefront_app is 'The website''s program.';

-- step: grant membership of analytics_bi in analytics
grant analytics to analytics_bi;

-- step: grant membership of logistics_app in logistics
grant logistics to logistics_app;

-- step: grant membership of member_portal_app in member_portal
grant member_portal to member_portal_app;

-- step: grant membership of privacy_desk in privacy
grant privacy to privacy_desk;

-- step: grant membership of sales_desk in sales
grant sales to sales_desk;

-- step: grant membership of storefront_app in storefront
grant storefront to storefront_app;

-- step: alter setting default_transaction_read_only of role analytics_bi
alter role analytics_bi set default_transaction_read_only = 'on';

-- step: alter setting search_path of role analytics_bi
alter role analytics_bi set search_path = sales, public;

-- step: alter setting statement_timeout of role analytics_bi
alter role analytics_bi set statement_timeout = '60s';

-- step: alter setting work_mem of role analytics_bi
alter role analytics_bi set work_mem = '64MB';

-- step: alter setting idle_in_transaction_session_timeout of role logistics_app
alter role logistics_app set idle_in_transaction_session_timeout = '30s';

-- step: alter setting lock_timeout of role logistics_app
alter role logistics_app set lock_timeout = '5s';

-- step: alter setting search_path of role logistics_app
alter role logistics_app set search_path = sales, public;

-- step: alter setting statement_timeout of role logistics_app
alter role logistics_app set statement_timeout = '15s';

-- step: alter setting idle_in_transaction_session_timeout of role member_portal_app
alter role member_portal_app set idle_in_transaction_session_timeout = '10s';

-- step: alter setting lock_timeout of role member_portal_app
alter role member_portal_app set lock_timeout = '2s';

-- step: alter setting search_path of role member_portal_app
alter role member_portal_app set search_path = sales, public;

-- step: alter setting statement_timeout of role member_portal_app
alter role member_portal_app set statement_timeout = '5s';

-- step: alter setting lock_timeout of role privacy_desk
alter role privacy_desk set lock_timeout = '5s';

-- step: alter setting search_path of role privacy_desk
alter role privacy_desk set search_path = sales, public;

-- step: alter setting statement_timeout of role privacy_desk
alter role privacy_desk set statement_timeout = '30s';

-- step: alter setting lock_timeout of role sales_desk
alter role sales_desk set lock_timeout = '5s';

-- step: alter setting search_path of role sales_desk
alter role sales_desk set search_path = sales, public;

-- step: alter setting statement_timeout of role sales_desk
alter role sales_desk set statement_timeout = '30s';

-- step: alter setting idle_in_transaction_session_timeout of role storefront_app
alter role storefront_app set idle_in_transaction_session_timeout = '10s';

-- step: alter setting lock_timeout of role storefront_app
alter role storefront_app set lock_timeout = '2s';

-- step: alter setting search_path of role storefront_app
alter role storefront_app set search_path = sales, public;

-- step: alter setting statement_timeout of role storefront_app
alter role storefront_app set statement_timeout = '5s';

-- step: revoke the database
-- hazard: narrows_access: everybody loses temporary, connect on the database
do $$ begin execute format('revoke temporary, connect on database %1$I from public', current_database(), current_user); end $$;

-- step: grant the database
-- hazard: widens_access: `analysts_de` gains connect on the database
do $$ begin execute format('grant connect on database %1$I to analysts_de', current_database(), current_user); end $$;

-- step: grant the database
-- hazard: widens_access: `analysts_sg` gains connect on the database
do $$ begin execute format('grant connect on database %1$I to analysts_sg', current_database(), current_user); end $$;

-- step: grant the database
-- hazard: widens_access: `analytics` gains connect on the database
do $$ begin execute format('grant connect on database %1$I to analytics', current_database(), current_user); end $$;

-- step: grant the database
-- hazard: widens_access: `etl` gains connect on the database
do $$ begin execute format('grant connect on database %1$I to etl', current_database(), current_user); end $$;

-- step: grant the database
-- hazard: widens_access: `intake` gains connect on the database
do $$ begin execute format('grant connect on database %1$I to intake', current_database(), current_user); end $$;

-- step: grant the database
-- hazard: widens_access: `logistics` gains connect on the database
do $$ begin execute format('grant connect on database %1$I to logistics', current_database(), current_user); end $$;

-- step: grant the database
-- hazard: widens_access: `management` gains connect on the database
do $$ begin execute format('grant connect on database %1$I to management', current_database(), current_user); end $$;

-- step: grant the database
-- hazard: widens_access: `member_portal` gains connect on the database
do $$ begin execute format('grant connect on database %1$I to member_portal', current_database(), current_user); end $$;

-- step: grant the database
-- hazard: widens_access: `membership_intake` gains connect on the database
do $$ begin execute format('grant connect on database %1$I to membership_intake', current_database(), current_user); end $$;

-- step: grant the database
-- hazard: widens_access: `privacy` gains connect on the database
do $$ begin execute format('grant connect on database %1$I to privacy', current_database(), current_user); end $$;

-- step: grant the database
-- hazard: widens_access: `sales` gains connect on the database
do $$ begin execute format('grant connect on database %1$I to sales', current_database(), current_user); end $$;

-- step: grant the database
-- hazard: widens_access: `storefront` gains connect on the database
do $$ begin execute format('grant connect on database %1$I to storefront', current_database(), current_user); end $$;

-- step: revoke schema public
-- hazard: narrows_access: everybody loses usage on `schema public`
revoke usage on schema public from public;

-- step: create schema articles
create schema articles;

-- step: grant schema articles
grant usage on schema articles to etl;

-- step: grant schema articles
grant usage on schema articles to intake;

-- step: grant schema articles
grant usage on schema articles to management;

-- step: comment schema articles
comment on schema articles is 'Articles of the website, who looks at them, and what is bought there.';

-- step: create schema branches
create schema branches;

-- step: grant schema branches
grant usage on schema branches to etl;

-- step: grant schema branches
grant usage on schema branches to management;

-- step: comment schema branches
comment on schema branches is 'Branches with their customers, products, transactions and conversations.';

-- step: create schema bronze
create schema bronze;

-- step: grant schema bronze
grant usage on schema bronze to etl;

-- step: grant schema bronze
grant usage on schema bronze to intake;

-- step: comment schema bronze
comment on schema bronze is 'Events as they arrived, each with the text that it came in.';

-- step: create schema cars
create schema cars;

-- step: grant schema cars
grant usage on schema cars to etl;

-- step: grant schema cars
grant usage on schema cars to intake;

-- step: grant schema cars
grant usage on schema cars to management;

-- step: comment schema cars
comment on schema cars is 'The Car Evaluation data set, and a classifier that is made of counts alone.';

-- step: create schema gold
create schema gold;

-- step: grant schema gold
grant usage on schema gold to analysts_de;

-- step: grant schema gold
grant usage on schema gold to analysts_sg;

-- step: grant schema gold
grant usage on schema gold to etl;

-- step: comment schema gold
comment on schema gold is 'Activity of carts by hour, as regions read it.';

-- step: create schema health
create schema health;

-- step: grant schema health
grant usage on schema health to etl;

-- step: grant schema health
grant usage on schema health to intake;

-- step: grant schema health
grant usage on schema health to management;

-- step: comment schema health
comment on schema health is 'How an illness spread, by the numbers that are published.';

-- step: create schema membership
create schema membership;

-- step: grant schema membership
grant usage on schema membership to etl;

-- step: grant schema membership
grant usage on schema membership to membership_intake;

-- step: grant schema membership
grant usage on schema membership to privacy;

-- step: comment schema membership
comment on schema membership is 'Who asked to become a member, and what became of it.';

-- step: create schema sales
create schema sales;

-- step: grant schema sales
grant usage on schema sales to analytics;

-- step: grant schema sales
grant usage on schema sales to etl;

-- step: grant schema sales
grant usage on schema sales to logistics;

-- step: grant schema sales
grant usage on schema sales to member_portal;

-- step: grant schema sales
grant usage on schema sales to privacy;

-- step: grant schema sales
grant usage on schema sales to sales;

-- step: grant schema sales
grant usage on schema sales to storefront;

-- step: comment schema sales
comment on schema sales is 'Items, members and what members buy.';

-- step: create schema silver
create schema silver;

-- step: grant schema silver
grant usage on schema silver to analysts_de;

-- step: grant schema silver
grant usage on schema silver to analysts_sg;

-- step: grant schema silver
grant usage on schema silver to etl;

-- step: comment schema silver
comment on schema silver is 'Events of carts and of the stock, cleaned, each once.';

-- step: create schema subscriptions
create schema subscriptions;

-- step: grant schema subscriptions
grant usage on schema subscriptions to management;

-- step: comment schema subscriptions
comment on schema subscriptions is 'Stores with the periods in which they use the software, and what they pay.';

-- step: create schema support
create schema support;

-- step: grant schema support
grant usage on schema support to etl;

-- step: grant schema support
grant usage on schema support to intake;

-- step: grant schema support
grant usage on schema support to management;

-- step: comment schema support
comment on schema support is 'What customers ask for help with, and when that was done.';

-- step: create schema warehouse
create schema warehouse;

-- step: grant schema warehouse
grant usage on schema warehouse to etl;

-- step: grant schema warehouse
grant usage on schema warehouse to management;

-- step: comment schema warehouse
comment on schema warehouse is 'Facts and the dimensions that they are looked at by.';

-- step: create extension pg_trgm
create extension pg_trgm with schema public;

-- step: comment extension pg_trgm
comment on extension pg_trgm is 'Index support for searching within names';

-- step: create type articles.event_kind
create type articles.event_kind as enum ('view', 'purchase');

-- step: revoke type articles.event_kind
revoke usage on type articles.event_kind from public;

-- step: comment type articles.event_kind
comment on type articles.event_kind is 'Whether an article was looked at, or something was bought from it.';

-- step: create type sales.email_address
create domain sales.email_address as text;

-- step: revoke type sales.email_address
revoke usage on type sales.email_address from public;

-- step: comment type sales.email_address
comment on domain sales.email_address is 'An address with one @ and a dot after it. Whether mail arrives is not for the database to say.';

-- step: create type sales.membership_status
create type sales.membership_status as enum ('active', 'paused', 'ended');

-- step: revoke type sales.membership_status
revoke usage on type sales.membership_status from public;

-- step: comment type sales.membership_status
comment on type sales.membership_status is 'Whether a membership is in force.';

-- step: create type sales.quantity
create domain sales.quantity as integer;

-- step: revoke type sales.quantity
revoke usage on type sales.quantity from public;

-- step: comment type sales.quantity
comment on domain sales.quantity is 'How many of one item. The upper bound stops slips of the keyboard.';

-- step: create type sales.shipping_status
create type sales.shipping_status as enum ('waiting', 'packed', 'shipped', 'delivered', 'returned');

-- step: revoke type sales.shipping_status
revoke usage on type sales.shipping_status from public;

-- step: comment type sales.shipping_status
comment on type sales.shipping_status is 'Where the goods of a completed transaction are.';

-- step: create type sales.transaction_status
create type sales.transaction_status as enum ('pending', 'completed', 'cancelled');

-- step: revoke type sales.transaction_status
revoke usage on type sales.transaction_status from public;

-- step: comment type sales.transaction_status
comment on type sales.transaction_status is 'From the first item in the basket to payment; completed and cancelled are final.';

-- step: alter domain constraint email_address_form on sales.email_address
alter domain sales.email_address add constraint email_address_form CHECK ((VALUE ~ '^[^@[:space:]]+@[^@[:space:]]+\.[^@[:space:]]+$'::text));

-- step: alter domain constraint quantity_range on sales.quantity
alter domain sales.quantity add constraint quantity_range CHECK (((VALUE >= 1) AND (VALUE <= 1000)));

-- step: create routine sales.refuse_truncate()
CREATE OR REPLACE FUNCTION sales.refuse_truncate()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  raise exception '% cannot be truncated', tg_table_name
    using errcode = 'object_not_in_prerequisite_state', schema = tg_table_schema, table = tg_table_name,
          hint = 'Delete the rows; the totals follow.';
end
$function$;

-- step: revoke routine sales.refuse_truncate()
revoke execute on function sales.refuse_truncate() from public;

-- step: comment routine sales.refuse_truncate()
comment on function sales.refuse_truncate() is 'Refuses TRUNCATE.';

-- step: create table articles.articles
create table articles.articles (
    article_id bigint not null,
    title text not null,
    published_at timestamp with time zone not null,
    constraint articles_pkey PRIMARY KEY (article_id)
);

-- step: grant table articles.articles
grant select on table articles.articles to etl;

-- step: grant table articles.articles
grant select on table articles.articles to management;

-- step: comment table articles.articles
comment on table articles.articles is 'An article of the website.';

-- step: comment table articles.articles
comment on column articles.articles.article_id is 'Number of the article.';

-- step: comment table articles.articles
comment on column articles.articles.published_at is 'When it was published.';

-- step: comment table articles.articles
comment on column articles.articles.title is 'Its title.';

-- step: create table articles.daily_attention
create table articles.daily_attention (
    day date not null,
    article_id bigint not null,
    views bigint not null,
    purchases bigint not null,
    purchases_per_view numeric(8,4),
    constraint daily_attention_pkey PRIMARY KEY (day, article_id)
);

-- step: grant table articles.daily_attention
grant insert, delete, select, update on table articles.daily_attention to etl;

-- step: grant table articles.daily_attention
grant select on table articles.daily_attention to management;

-- step: comment table articles.daily_attention
comment on table articles.daily_attention is 'For the management, each day, how views and purchases of an article go together.';

-- step: comment table articles.daily_attention
comment on column articles.daily_attention.article_id is 'The article.';

-- step: comment table articles.daily_attention
comment on column articles.daily_attention.day is 'The day, in Singapore.';

-- step: comment table articles.daily_attention
comment on column articles.daily_attention.purchases is 'How often something was bought from it.';

-- step: comment table articles.daily_attention
comment on column articles.daily_attention.purchases_per_view is 'NULL where it was never looked at.';

-- step: comment table articles.daily_attention
comment on column articles.daily_attention.views is 'How often it was looked at.';

-- step: create table articles.events
create table articles.events (
    event_id bigint not null,
    article_id bigint not null,
    kind articles.event_kind not null,
    occurred_at timestamp with time zone not null,
    constraint events_pkey PRIMARY KEY (event_id)
);

-- step: grant table articles.events
grant select on table articles.events to etl;

-- step: grant table articles.events
grant insert on table articles.events to intake;

-- step: grant table articles.events
grant select on table articles.events to management;

-- step: comment table articles.events
comment on table articles.events is 'An article was looked at, or something was bought from it.';

-- step: comment table articles.events
comment on column articles.events.article_id is 'The article.';

-- step: grant table articles.events
grant select (event_id) on table articles.events to intake;

-- step: comment table articles.events
comment on column articles.events.event_id is 'Number that the website gave it.';

-- step: comment table articles.events
comment on column articles.events.kind is 'What happened.';

-- step: comment table articles.events
comment on column articles.events.occurred_at is 'When.';

-- step: create table articles.popular_articles
create table articles.popular_articles (
    place bigint not null,
    article_id bigint not null,
    title text not null,
    views bigint not null,
    constraint popular_articles_pkey PRIMARY KEY (place)
);

-- step: grant table articles.popular_articles
grant insert, delete, select, update on table articles.popular_articles to etl;

-- step: grant table articles.popular_articles
grant select on table articles.popular_articles to management;

-- step: comment table articles.popular_articles
comment on table articles.popular_articles is 'The hundred articles that were looked at most in the last four hours, made every four hours.';

-- step: comment table articles.popular_articles
comment on column articles.popular_articles.article_id is 'The article.';

-- step: comment table articles.popular_articles
comment on column articles.popular_articles.place is 'One for the most popular.';

-- step: comment table articles.popular_articles
comment on column articles.popular_articles.title is 'Its title.';

-- step: comment table articles.popular_articles
comment on column articles.popular_articles.views is 'How often it was looked at.';

-- step: create table articles.refused_events
create table articles.refused_events (
    file text not null,
    line bigint not null,
    reasons text[] not null,
    raw text not null,
    constraint refused_events_pkey PRIMARY KEY (file, line)
);

-- step: grant table articles.refused_events
grant insert on table articles.refused_events to intake;

-- step: comment table articles.refused_events
comment on table articles.refused_events is 'Lines that are no events.';

-- step: comment table articles.refused_events
comment on column articles.refused_events.file is 'The file that it came in.';

-- step: comment table articles.refused_events
comment on column articles.refused_events.line is 'The line in it.';

-- step: comment table articles.refused_events
comment on column articles.refused_events.raw is 'The text as it stands there.';

-- step: comment table articles.refused_events
comment on column articles.refused_events.reasons is 'Why it is refused.';

-- step: create table articles.view_counts
create table articles.view_counts (
    counted_from timestamp with time zone not null,
    article_id bigint not null,
    views bigint not null,
    constraint view_counts_pkey PRIMARY KEY (counted_from, article_id)
);

-- step: grant table articles.view_counts
grant insert, delete, select, update on table articles.view_counts to etl;

-- step: grant table articles.view_counts
grant select on table articles.view_counts to management;

-- step: comment table articles.view_counts
comment on table articles.view_counts is 'How often each article was looked at in every four hours.';

-- step: comment table articles.view_counts
comment on column articles.view_counts.article_id is 'The article.';

-- step: comment table articles.view_counts
comment on column articles.view_counts.counted_from is 'When the four hours began.';

-- step: comment table articles.view_counts
comment on column articles.view_counts.views is 'How often it was looked at.';

-- step: create table branches.branches
create table branches.branches (
    branch_id bigint not null,
    name text not null,
    region text not null,
    opened_on date not null,
    constraint branches_name_key UNIQUE (name),
    constraint branches_pkey PRIMARY KEY (branch_id),
    constraint branches_region_check CHECK ((region = ANY (ARRAY['sg'::text, 'de'::text, 'us'::text])))
);

-- step: grant table branches.branches
grant select on table branches.branches to etl;

-- step: grant table branches.branches
grant select on table branches.branches to management;

-- step: comment table branches.branches
comment on table branches.branches is 'A branch.';

-- step: comment table branches.branches
comment on column branches.branches.branch_id is 'Number of the branch.';

-- step: comment table branches.branches
comment on column branches.branches.name is 'Its name.';

-- step: comment table branches.branches
comment on column branches.branches.opened_on is 'When it was opened.';

-- step: comment table branches.branches
comment on column branches.branches.region is 'Where it is.';

-- step: create table branches.conversations
create table branches.conversations (
    conversation_id bigint not null,
    branch_id bigint not null,
    customer_id bigint not null,
    day date not null,
    constraint conversations_pkey PRIMARY KEY (conversation_id)
);

-- step: grant table branches.conversations
grant select on table branches.conversations to management;

-- step: comment table branches.conversations
comment on table branches.conversations is 'Somebody of a branch talked with a customer.';

-- step: comment table branches.conversations
comment on column branches.conversations.branch_id is 'The branch.';

-- step: comment table branches.conversations
comment on column branches.conversations.conversation_id is 'Number of the conversation.';

-- step: comment table branches.conversations
comment on column branches.conversations.customer_id is 'The customer.';

-- step: comment table branches.conversations
comment on column branches.conversations.day is 'The day.';

-- step: create table branches.customers
create table branches.customers (
    customer_id bigint not null,
    branch_id bigint not null,
    since date not null,
    constraint customers_pkey PRIMARY KEY (customer_id)
);

-- step: grant table branches.customers
grant select on table branches.customers to management;

-- step: comment table branches.customers
comment on table branches.customers is 'A customer of a branch.';

-- step: comment table branches.customers
comment on column branches.customers.branch_id is 'The branch.';

-- step: comment table branches.customers
comment on column branches.customers.customer_id is 'Number of the customer.';

-- step: comment table branches.customers
comment on column branches.customers.since is 'The day of the first visit.';

-- step: create table branches.products
create table branches.products (
    branch_id bigint not null,
    product_id bigint not null,
    price numeric(10,2) not null,
    constraint products_pkey PRIMARY KEY (branch_id, product_id),
    constraint products_price_check CHECK ((price > (0)::numeric))
);

-- step: grant table branches.products
grant select on table branches.products to management;

-- step: comment table branches.products
comment on table branches.products is 'A product that a branch sells.';

-- step: comment table branches.products
comment on column branches.products.branch_id is 'The branch.';

-- step: comment table branches.products
comment on column branches.products.price is 'What it costs there.';

-- step: comment table branches.products
comment on column branches.products.product_id is 'The product.';

-- step: create table branches.transactions
create table branches.transactions (
    transaction_id bigint not null,
    branch_id bigint not null,
    customer_id bigint not null,
    product_id bigint not null,
    amount numeric(10,2) not null,
    day date not null,
    constraint transactions_amount_check CHECK ((amount > (0)::numeric)),
    constraint transactions_pkey PRIMARY KEY (transaction_id)
);

-- step: grant table branches.transactions
grant select on table branches.transactions to management;

-- step: comment table branches.transactions
comment on table branches.transactions is 'A customer bought a product.';

-- step: comment table branches.transactions
comment on column branches.transactions.amount is 'What was paid.';

-- step: comment table branches.transactions
comment on column branches.transactions.branch_id is 'The branch.';

-- step: comment table branches.transactions
comment on column branches.transactions.customer_id is 'The customer.';

-- step: comment table branches.transactions
comment on column branches.transactions.day is 'The day.';

-- step: comment table branches.transactions
comment on column branches.transactions.product_id is 'The product.';

-- step: comment table branches.transactions
comment on column branches.transactions.transaction_id is 'Number of the transaction.';

-- step: create table bronze.cart_events
create table bronze.cart_events (
    event_id bigint not null,
    region text not null,
    item_id bigint not null,
    action text not null,
    quantity integer not null,
    occurred_at timestamp with time zone not null,
    raw text not null,
    file text not null,
    line bigint not null,
    constraint cart_events_pkey PRIMARY KEY (file, line)
);

-- step: grant table bronze.cart_events
grant select on table bronze.cart_events to etl;

-- step: grant table bronze.cart_events
grant insert on table bronze.cart_events to intake;

-- step: comment table bronze.cart_events
comment on table bronze.cart_events is 'Something was put into a cart, or taken out.';

-- step: comment table bronze.cart_events
comment on column bronze.cart_events.action is 'add or remove.';

-- step: comment table bronze.cart_events
comment on column bronze.cart_events.event_id is 'Number that the shop gave it; may come twice.';

-- step: grant table bronze.cart_events
grant select (file) on table bronze.cart_events to intake;

-- step: comment table bronze.cart_events
comment on column bronze.cart_events.file is 'The file.';

-- step: comment table bronze.cart_events
comment on column bronze.cart_events.item_id is 'The item.';

-- step: grant table bronze.cart_events
grant select (line) on table bronze.cart_events to intake;

-- step: comment table bronze.cart_events
comment on column bronze.cart_events.line is 'The line in it.';

-- step: comment table bronze.cart_events
comment on column bronze.cart_events.occurred_at is 'When.';

-- step: comment table bronze.cart_events
comment on column bronze.cart_events.quantity is 'How many.';

-- step: comment table bronze.cart_events
comment on column bronze.cart_events.raw is 'The text as it stands in the file.';

-- step: comment table bronze.cart_events
comment on column bronze.cart_events.region is 'Region of the shop.';

-- step: create table bronze.refused_events
create table bronze.refused_events (
    file text not null,
    line bigint not null,
    reasons text[] not null,
    raw text not null,
    constraint refused_events_pkey PRIMARY KEY (file, line)
);

-- step: grant table bronze.refused_events
grant insert on table bronze.refused_events to intake;

-- step: comment table bronze.refused_events
comment on table bronze.refused_events is 'Lines that are no events.';

-- step: comment table bronze.refused_events
comment on column bronze.refused_events.file is 'The file.';

-- step: comment table bronze.refused_events
comment on column bronze.refused_events.line is 'The line in it.';

-- step: comment table bronze.refused_events
comment on column bronze.refused_events.raw is 'The text as it stands there.';

-- step: comment table bronze.refused_events
comment on column bronze.refused_events.reasons is 'Why it is refused.';

-- step: create table bronze.stock_events
create table bronze.stock_events (
    branch_id bigint not null,
    item_id bigint not null,
    counted_at timestamp with time zone not null,
    quantity integer not null,
    raw text not null,
    file text not null,
    line bigint not null,
    constraint stock_events_pkey PRIMARY KEY (file, line)
);

-- step: grant table bronze.stock_events
grant select on table bronze.stock_events to etl;

-- step: grant table bronze.stock_events
grant insert on table bronze.stock_events to intake;

-- step: comment table bronze.stock_events
comment on table bronze.stock_events is 'The stock of an item was counted at a branch.';

-- step: comment table bronze.stock_events
comment on column bronze.stock_events.branch_id is 'The branch.';

-- step: comment table bronze.stock_events
comment on column bronze.stock_events.counted_at is 'When.';

-- step: grant table bronze.stock_events
grant select (file) on table bronze.stock_events to intake;

-- step: comment table bronze.stock_events
comment on column bronze.stock_events.file is 'The file.';

-- step: comment table bronze.stock_events
comment on column bronze.stock_events.item_id is 'The item.';

-- step: grant table bronze.stock_events
grant select (line) on table bronze.stock_events to intake;

-- step: comment table bronze.stock_events
comment on column bronze.stock_events.line is 'The line in it.';

-- step: comment table bronze.stock_events
comment on column bronze.stock_events.quantity is 'How many there were.';

-- step: comment table bronze.stock_events
comment on column bronze.stock_events.raw is 'The text as it stands in the file.';

-- step: create table cars.evaluations
create table cars.evaluations (
    buying text not null,
    maintenance text not null,
    doors text not null,
    persons text not null,
    boot text not null,
    safety text not null,
    class text not null,
    file text not null,
    line bigint not null,
    constraint evaluations_buying_check CHECK ((buying = ANY (ARRAY['low'::text, 'med'::text, 'high'::text, 'vhigh'::text]))),
    constraint evaluations_pkey PRIMARY KEY (file, line)
);

-- step: grant table cars.evaluations
grant select on table cars.evaluations to etl;

-- step: grant table cars.evaluations
grant insert on table cars.evaluations to intake;

-- step: comment table cars.evaluations
comment on table cars.evaluations is 'Cars as they were judged. The newest file counts.';

-- step: comment table cars.evaluations
comment on column cars.evaluations.boot is 'How large its luggage boot is.';

-- step: comment table cars.evaluations
comment on column cars.evaluations.buying is 'What it costs to buy.';

-- step: comment table cars.evaluations
comment on column cars.evaluations.class is 'How it was judged: unacc, acc, good or vgood.';

-- step: comment table cars.evaluations
comment on column cars.evaluations.doors is 'How many doors it has.';

-- step: grant table cars.evaluations
grant select (file) on table cars.evaluations to intake;

-- step: comment table cars.evaluations
comment on column cars.evaluations.file is 'The file that it came in.';

-- step: grant table cars.evaluations
grant select (line) on table cars.evaluations to intake;

-- step: comment table cars.evaluations
comment on column cars.evaluations.line is 'The line in it.';

-- step: comment table cars.evaluations
comment on column cars.evaluations.maintenance is 'What it costs to maintain.';

-- step: comment table cars.evaluations
comment on column cars.evaluations.persons is 'For how many persons it has room.';

-- step: comment table cars.evaluations
comment on column cars.evaluations.safety is 'How safe it is thought to be.';

-- step: create table cars.price_model
create table cars.price_model (
    buying text not null,
    attribute text not null,
    value text not null,
    cars bigint not null,
    log_probability numeric(16,12) not null,
    constraint price_model_pkey PRIMARY KEY (buying, attribute, value)
);

-- step: grant table cars.price_model
grant insert, delete, select, update on table cars.price_model to etl;

-- step: grant table cars.price_model
grant select on table cars.price_model to management;

-- step: comment table cars.price_model
comment on table cars.price_model is 'Naive Bayes: how likely each value of an attribute is among cars of each price. Of the price itself, attribute is `buying`.';

-- step: comment table cars.price_model
comment on column cars.price_model.attribute is 'The attribute.';

-- step: comment table cars.price_model
comment on column cars.price_model.buying is 'What the car costs to buy.';

-- step: comment table cars.price_model
comment on column cars.price_model.cars is 'How many such cars were seen.';

-- step: comment table cars.price_model
comment on column cars.price_model.log_probability is 'Natural logarithm of (cars + 1) / (all + values): Laplace''s rule, by which nothing is impossible.';

-- step: comment table cars.price_model
comment on column cars.price_model.value is 'Its value.';

-- step: create table cars.price_predictions
create table cars.price_predictions (
    line bigint not null,
    fold integer not null,
    buying text not null,
    predicted text not null,
    most_frequent text not null,
    constraint price_predictions_fold_check CHECK (((fold >= 0) AND (fold <= 9))),
    constraint price_predictions_pkey PRIMARY KEY (line)
);

-- step: grant table cars.price_predictions
grant insert, delete, select, update on table cars.price_predictions to etl;

-- step: grant table cars.price_predictions
grant select on table cars.price_predictions to management;

-- step: comment table cars.price_predictions
comment on table cars.price_predictions is 'Each car, predicted by a model that was trained without it and the tenth of all cars that it is in.';

-- step: comment table cars.price_predictions
comment on column cars.price_predictions.buying is 'What it costs.';

-- step: comment table cars.price_predictions
comment on column cars.price_predictions.fold is 'The tenth that it is in.';

-- step: comment table cars.price_predictions
comment on column cars.price_predictions.line is 'The car.';

-- step: comment table cars.price_predictions
comment on column cars.price_predictions.most_frequent is 'The baseline: the most frequent price of the other nine tenths.';

-- step: comment table cars.price_predictions
comment on column cars.price_predictions.predicted is 'What the model says.';

-- step: create table cars.refused_evaluations
create table cars.refused_evaluations (
    file text not null,
    line bigint not null,
    reasons text[] not null,
    raw text not null,
    constraint refused_evaluations_pkey PRIMARY KEY (file, line)
);

-- step: grant table cars.refused_evaluations
grant insert on table cars.refused_evaluations to intake;

-- step: comment table cars.refused_evaluations
comment on table cars.refused_evaluations is 'Lines that are no cars.';

-- step: comment table cars.refused_evaluations
comment on column cars.refused_evaluations.file is 'The file that it came in.';

-- step: comment table cars.refused_evaluations
comment on column cars.refused_evaluations.line is 'The line in it.';

-- step: comment table cars.refused_evaluations
comment on column cars.refused_evaluations.raw is 'The text as it stands there.';

-- step: comment table cars.refused_evaluations
comment on column cars.refused_evaluations.reasons is 'Why it is refused.';

-- step: create table gold.cart_activity
create table gold.cart_activity (
    hour timestamp with time zone not null,
    region text not null,
    added bigint not null,
    removed bigint not null,
    constraint cart_activity_pkey PRIMARY KEY (hour, region)
);

-- step: grant table gold.cart_activity
grant insert, delete, select, update on table gold.cart_activity to etl;

-- step: comment table gold.cart_activity
comment on table gold.cart_activity is 'What was put into carts and taken out, by hour and region.';

-- step: comment table gold.cart_activity
comment on column gold.cart_activity.added is 'How many were put in.';

-- step: comment table gold.cart_activity
comment on column gold.cart_activity.hour is 'The hour.';

-- step: comment table gold.cart_activity
comment on column gold.cart_activity.region is 'Region of the shop.';

-- step: comment table gold.cart_activity
comment on column gold.cart_activity.removed is 'How many were taken out.';

-- step: create table health.case_reports
create table health.case_reports (
    day date not null,
    cases bigint not null,
    file text not null,
    line bigint not null,
    number bigint generated always as identity,
    constraint case_reports_cases_check CHECK ((cases >= 0)),
    constraint case_reports_file_day_key UNIQUE (file, day),
    constraint case_reports_pkey PRIMARY KEY (number)
);

-- step: grant table health.case_reports
grant delete on table health.case_reports to intake;

-- step: comment table health.case_reports
comment on table health.case_reports is 'What the API answered, row by row. Each answer holds every day up to its own, so that newer files count for older days too.';

-- step: grant table health.case_reports
grant select (cases) on table health.case_reports to etl;

-- step: grant table health.case_reports
grant insert (cases) on table health.case_reports to intake;

-- step: comment table health.case_reports
comment on column health.case_reports.cases is 'Confirmed cases up to that day.';

-- step: grant table health.case_reports
grant select (day) on table health.case_reports to etl;

-- step: grant table health.case_reports
grant insert (day) on table health.case_reports to intake;

-- step: comment table health.case_reports
comment on column health.case_reports.day is 'The day.';

-- step: grant table health.case_reports
grant select (file) on table health.case_reports to etl;

-- step: grant table health.case_reports
grant insert (file), select (file) on table health.case_reports to intake;

-- step: comment table health.case_reports
comment on column health.case_reports.file is 'The file that it came in.';

-- step: grant table health.case_reports
grant insert (line) on table health.case_reports to intake;

-- step: comment table health.case_reports
comment on column health.case_reports.line is 'The line in it in which the row begins.';

-- step: comment table health.case_reports
comment on column health.case_reports.number is 'Number of the row.';

-- step: create table health.daily_cases
create table health.daily_cases (
    day date not null,
    cases bigint not null,
    new_cases bigint,
    average_of_7_days numeric(12,1),
    constraint daily_cases_pkey PRIMARY KEY (day)
);

-- step: grant table health.daily_cases
grant insert, delete, select, update on table health.daily_cases to etl;

-- step: grant table health.daily_cases
grant select on table health.daily_cases to management;

-- step: comment table health.daily_cases
comment on table health.daily_cases is 'Cases by day, as the newest report has them.';

-- step: comment table health.daily_cases
comment on column health.daily_cases.average_of_7_days is 'New cases a day, of this and the six days before; NULL where one of them is not known.';

-- step: comment table health.daily_cases
comment on column health.daily_cases.cases is 'Confirmed cases up to that day.';

-- step: comment table health.daily_cases
comment on column health.daily_cases.day is 'The day.';

-- step: comment table health.daily_cases
comment on column health.daily_cases.new_cases is 'Those of the day; NULL where the day before is not known.';

-- step: create table health.refused_reports
create table health.refused_reports (
    number bigint generated always as identity,
    file text not null,
    line bigint not null,
    reasons text[] not null,
    raw text not null,
    constraint refused_reports_pkey PRIMARY KEY (number)
);

-- step: grant table health.refused_reports
grant delete on table health.refused_reports to intake;

-- step: comment table health.refused_reports
comment on table health.refused_reports is 'Rows that are no counts.';

-- step: grant table health.refused_reports
grant insert (file), select (file) on table health.refused_reports to intake;

-- step: comment table health.refused_reports
comment on column health.refused_reports.file is 'The file that it came in.';

-- step: grant table health.refused_reports
grant insert (line) on table health.refused_reports to intake;

-- step: comment table health.refused_reports
comment on column health.refused_reports.line is 'The line in it in which the row begins.';

-- step: comment table health.refused_reports
comment on column health.refused_reports.number is 'Number of the row.';

-- step: grant table health.refused_reports
grant insert (raw) on table health.refused_reports to intake;

-- step: comment table health.refused_reports
comment on column health.refused_reports.raw is 'The text as it stands there.';

-- step: grant table health.refused_reports
grant insert (reasons) on table health.refused_reports to intake;

-- step: comment table health.refused_reports
comment on column health.refused_reports.reasons is 'Why it is refused.';

-- step: create table membership.successful_applications
create table membership.successful_applications (
    membership_id text not null,
    first_name text not null,
    last_name text not null,
    email text not null,
    date_of_birth date not null,
    birthday text not null,
    mobile_no text not null,
    above_18 boolean not null,
    file text not null,
    line bigint not null,
    constraint successful_applications_pkey PRIMARY KEY (membership_id)
);

-- step: grant table membership.successful_applications
grant insert, select on table membership.successful_applications to membership_intake;

-- step: grant table membership.successful_applications
grant delete on table membership.successful_applications to privacy;

-- step: comment table membership.successful_applications
comment on table membership.successful_applications is 'Applications that meet every rule.';

-- step: comment table membership.successful_applications
comment on column membership.successful_applications.above_18 is 'Whether the applicant was over 18 on 2022-01-01.';

-- step: comment table membership.successful_applications
comment on column membership.successful_applications.birthday is 'The date of birth as YYYYMMDD.';

-- step: grant table membership.successful_applications
grant select (date_of_birth) on table membership.successful_applications to etl;

-- step: grant table membership.successful_applications
grant select (email) on table membership.successful_applications to etl;

-- step: grant table membership.successful_applications
grant select (email) on table membership.successful_applications to privacy;

-- step: comment table membership.successful_applications
comment on column membership.successful_applications.file is 'The file that it came in.';

-- step: grant table membership.successful_applications
grant select (first_name) on table membership.successful_applications to etl;

-- step: grant table membership.successful_applications
grant select (last_name) on table membership.successful_applications to etl;

-- step: comment table membership.successful_applications
comment on column membership.successful_applications.line is 'The line in which it begins there.';

-- step: grant table membership.successful_applications
grant select (membership_id) on table membership.successful_applications to etl;

-- step: comment table membership.successful_applications
comment on column membership.successful_applications.membership_id is 'Last name, and the first five hexadecimal digits of SHA-256 of the birthday.';

-- step: grant table membership.successful_applications
grant select (mobile_no) on table membership.successful_applications to etl;

-- step: create table membership.unsuccessful_applications
create table membership.unsuccessful_applications (
    file text not null,
    line bigint not null,
    name text,
    email text,
    date_of_birth date,
    mobile_no text,
    reasons text[] not null,
    raw text not null,
    constraint unsuccessful_applications_pkey PRIMARY KEY (file, line)
);

-- step: grant table membership.unsuccessful_applications
grant insert, select on table membership.unsuccessful_applications to membership_intake;

-- step: grant table membership.unsuccessful_applications
grant delete on table membership.unsuccessful_applications to privacy;

-- step: comment table membership.unsuccessful_applications
comment on table membership.unsuccessful_applications is 'Applications that break a rule, or that cannot be read.';

-- step: grant table membership.unsuccessful_applications
grant select (email) on table membership.unsuccessful_applications to privacy;

-- step: comment table membership.unsuccessful_applications
comment on column membership.unsuccessful_applications.file is 'The file that it came in.';

-- step: comment table membership.unsuccessful_applications
comment on column membership.unsuccessful_applications.line is 'The line in which it begins there.';

-- step: comment table membership.unsuccessful_applications
comment on column membership.unsuccessful_applications.raw is 'The text as it stands in the file.';

-- step: comment table membership.unsuccessful_applications
comment on column membership.unsuccessful_applications.reasons is 'Every rule that it breaks.';

-- step: create table sales.item_prices
create table sales.item_prices (
    item_id bigint not null,
    valid_from timestamp with time zone not null,
    cost numeric(12,2) not null,
    constraint item_prices_cost_check CHECK ((cost >= (0)::numeric)),
    constraint item_prices_pkey PRIMARY KEY (item_id, valid_from)
);

-- step: grant table sales.item_prices
grant select on table sales.item_prices to analytics;

-- step: comment table sales.item_prices
comment on table sales.item_prices is 'Every cost an item ever had. Written by a trigger on items alone.';

-- step: comment table sales.item_prices
comment on column sales.item_prices.cost is 'What one cost.';

-- step: comment table sales.item_prices
comment on column sales.item_prices.item_id is 'The item. Only an item that was never sold can take its history with it.';

-- step: comment table sales.item_prices
comment on column sales.item_prices.valid_from is 'When the cost began to hold; it holds until the next.';

-- step: create routine sales.item_cost_at(bigint, timestamp with time zone)
CREATE OR REPLACE FUNCTION sales.item_cost_at(item bigint, moment timestamp with time zone)
 RETURNS numeric
 LANGUAGE sql
 STABLE PARALLEL SAFE STRICT
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
select cost from sales.item_prices
where item_id = item and valid_from <= moment
order by valid_from desc
limit 1
$function$;

-- step: revoke routine sales.item_cost_at(bigint, timestamp with time zone)
revoke execute on function sales.item_cost_at(bigint, timestamp with time zone) from public;

-- step: grant routine sales.item_cost_at(bigint, timestamp with time zone)
grant execute on function sales.item_cost_at(bigint, timestamp with time zone) to analytics;

-- step: comment routine sales.item_cost_at(bigint, timestamp with time zone)
comment on function sales.item_cost_at(bigint, timestamp with time zone) is 'What one of an item cost at a moment; null before it was listed.';

-- step: create routine sales.keep_cost()
CREATE OR REPLACE FUNCTION sales.keep_cost()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  insert into sales.item_prices as known (item_id, valid_from, cost)
  values (new.item_id, new.cost_since, new.cost)
  on conflict (item_id, valid_from) do update set cost = excluded.cost
  where known.cost is distinct from excluded.cost;
  return null;
end
$function$;

-- step: revoke routine sales.keep_cost()
revoke execute on function sales.keep_cost() from public;

-- step: comment routine sales.keep_cost()
comment on function sales.keep_cost() is 'Adds the cost of an item to its history.';

-- step: create table sales.items
create table sales.items (
    item_id bigint generated always as identity,
    manufacturer_id bigint not null,
    name text not null,
    description text default ''::text not null,
    cost numeric(12,2) not null,
    cost_since timestamp with time zone default now() not null,
    weight_kg numeric(10,3) not null,
    listed_at timestamp with time zone default now() not null,
    removed_at timestamp with time zone,
    is_for_sale boolean generated always as ((removed_at IS NULL)) stored,
    constraint items_cost_check CHECK ((cost >= (0)::numeric)),
    constraint items_name_check CHECK ((name <> ''::text)),
    constraint items_pkey PRIMARY KEY (item_id),
    constraint items_removed_after_listed CHECK ((removed_at >= listed_at)),
    constraint items_weight_kg_check CHECK ((weight_kg > (0)::numeric))
);

-- step: grant table sales.items
grant select on table sales.items to analytics;

-- step: grant table sales.items
grant select on table sales.items to etl;

-- step: grant table sales.items
grant select on table sales.items to logistics;

-- step: grant table sales.items
grant delete, select on table sales.items to sales;

-- step: grant table sales.items
grant select on table sales.items to storefront;

-- step: comment table sales.items
comment on table sales.items is 'An item listed for sale on the website, or once listed.';

-- step: grant table sales.items
grant insert (cost) on table sales.items to sales;

-- step: comment table sales.items
comment on column sales.items.cost is 'What one costs today. What one cost when it was sold is on the line of the sale.';

-- step: comment table sales.items
comment on column sales.items.cost_since is 'Since when the cost holds. Set by a trigger where a change of cost does not say.';

-- step: grant table sales.items
grant insert (description) on table sales.items to sales;

-- step: comment table sales.items
comment on column sales.items.description is 'Text on the item''s page.';

-- step: comment table sales.items
comment on column sales.items.is_for_sale is 'Whether it may be bought.';

-- step: comment table sales.items
comment on column sales.items.item_id is 'Number of the item.';

-- step: comment table sales.items
comment on column sales.items.listed_at is 'When it was first offered.';

-- step: grant table sales.items
grant insert (manufacturer_id) on table sales.items to sales;

-- step: comment table sales.items
comment on column sales.items.manufacturer_id is 'Who makes it.';

-- step: grant table sales.items
grant insert (name) on table sales.items to sales;

-- step: comment table sales.items
comment on column sales.items.name is 'Name on the website.';

-- step: grant table sales.items
grant update (removed_at) on table sales.items to sales;

-- step: comment table sales.items
comment on column sales.items.removed_at is 'When it was taken from sale; null while it is for sale.';

-- step: grant table sales.items
grant insert (weight_kg) on table sales.items to sales;

-- step: comment table sales.items
comment on column sales.items.weight_kg is 'Weight of one in kilograms, packed.';

-- step: create routine sales.copy_item_to_line()
CREATE OR REPLACE FUNCTION sales.copy_item_to_line()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  select coalesce(new.unit_price, cost), coalesce(new.unit_weight_kg, weight_kg)
    into new.unit_price, new.unit_weight_kg
    from sales.items where item_id = new.item_id;
  return new;
end
$function$;

-- step: revoke routine sales.copy_item_to_line()
revoke execute on function sales.copy_item_to_line() from public;

-- step: comment routine sales.copy_item_to_line()
comment on function sales.copy_item_to_line() is 'Copies price and weight of an item to a line that does not bring its own.';

-- step: create routine sales.date_cost()
CREATE OR REPLACE FUNCTION sales.date_cost()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  if new.cost is not distinct from old.cost then
    new.cost_since := old.cost_since;
  elsif new.cost_since = old.cost_since then
    new.cost_since := now();
  end if;
  if new.cost_since < old.cost_since then
    raise exception 'the cost of item % changed at %, later than %', old.item_id, old.cost_since, new.cost_since
      using errcode = 'check_violation', table = 'items', schema = 'sales', column = 'cost_since';
  end if;
  return new;
end
$function$;

-- step: revoke routine sales.date_cost()
revoke execute on function sales.date_cost() from public;

-- step: comment routine sales.date_cost()
comment on function sales.date_cost() is 'Dates a change of cost, and keeps history from being written backwards.';

-- step: create table sales.manufacturers
create table sales.manufacturers (
    manufacturer_id bigint generated always as identity,
    name text not null,
    country text not null,
    constraint manufacturers_country_check CHECK ((country ~ '^[A-Z]{2}$'::text)),
    constraint manufacturers_name_check CHECK ((name <> ''::text)),
    constraint manufacturers_name_key UNIQUE (name),
    constraint manufacturers_pkey PRIMARY KEY (manufacturer_id)
);

-- step: grant table sales.manufacturers
grant select on table sales.manufacturers to analytics;

-- step: grant table sales.manufacturers
grant select on table sales.manufacturers to etl;

-- step: grant table sales.manufacturers
grant select on table sales.manufacturers to logistics;

-- step: grant table sales.manufacturers
grant select on table sales.manufacturers to sales;

-- step: grant table sales.manufacturers
grant select on table sales.manufacturers to storefront;

-- step: comment table sales.manufacturers
comment on table sales.manufacturers is 'Who makes the items.';

-- step: comment table sales.manufacturers
comment on column sales.manufacturers.country is 'ISO 3166-1 alpha-2 code of the seat.';

-- step: comment table sales.manufacturers
comment on column sales.manufacturers.manufacturer_id is 'Number of the manufacturer.';

-- step: comment table sales.manufacturers
comment on column sales.manufacturers.name is 'Name as printed on the goods.';

-- step: create table sales.members
create table sales.members (
    membership_id text not null,
    name text not null,
    email sales.email_address not null,
    mobile_no text not null,
    date_of_birth date not null,
    status sales.membership_status default 'active'::sales.membership_status not null,
    joined_on date default CURRENT_DATE not null,
    ended_on date,
    constraint members_ended_after_joined CHECK ((ended_on >= joined_on)),
    constraint members_ended_when_ended CHECK (((status = 'ended'::sales.membership_status) = (ended_on IS NOT NULL))),
    constraint members_membership_id_check CHECK ((membership_id ~ '^[^_[:space:]]+_[0-9a-f]{5}$'::text)),
    constraint members_mobile_no_check CHECK ((mobile_no ~ '^[0-9]{8}$'::text)),
    constraint members_name_check CHECK ((name <> ''::text)),
    constraint members_of_age CHECK ((date_of_birth < (joined_on - '18 years'::interval))),
    constraint members_pkey PRIMARY KEY (membership_id)
);

-- step: alter table sales.members
alter table sales.members enable row level security;

-- step: alter table sales.members
alter table sales.members force row level security;

-- step: comment table sales.members
comment on table sales.members is 'A person with a membership.';

-- step: grant table sales.members
grant insert (date_of_birth) on table sales.members to etl;

-- step: grant table sales.members
grant select (date_of_birth) on table sales.members to member_portal;

-- step: grant table sales.members
grant update (date_of_birth) on table sales.members to privacy;

-- step: comment table sales.members
comment on column sales.members.date_of_birth is 'Day of birth.';

-- step: grant table sales.members
grant insert (email) on table sales.members to etl;

-- step: grant table sales.members
grant select (email), update (email) on table sales.members to member_portal;

-- step: grant table sales.members
grant update (email) on table sales.members to privacy;

-- step: comment table sales.members
comment on column sales.members.email is 'Where receipts go.';

-- step: grant table sales.members
grant select (ended_on) on table sales.members to analytics;

-- step: grant table sales.members
grant select (ended_on) on table sales.members to member_portal;

-- step: comment table sales.members
comment on column sales.members.ended_on is 'Day on which the membership ended.';

-- step: grant table sales.members
grant select (joined_on) on table sales.members to analytics;

-- step: grant table sales.members
grant select (joined_on) on table sales.members to etl;

-- step: grant table sales.members
grant select (joined_on) on table sales.members to member_portal;

-- step: comment table sales.members
comment on column sales.members.joined_on is 'Day of the first membership.';

-- step: grant table sales.members
grant select (membership_id) on table sales.members to analytics;

-- step: grant table sales.members
grant insert (membership_id), select (membership_id) on table sales.members to etl;

-- step: grant table sales.members
grant select (membership_id) on table sales.members to member_portal;

-- step: grant table sales.members
grant select (membership_id) on table sales.members to privacy;

-- step: grant table sales.members
grant select (membership_id) on table sales.members to storefront;

-- step: comment table sales.members
comment on column sales.members.membership_id is 'Last name, an underscore, five hexadecimal digits. Given when the application succeeds.';

-- step: grant table sales.members
grant insert (mobile_no) on table sales.members to etl;

-- step: grant table sales.members
grant select (mobile_no), update (mobile_no) on table sales.members to member_portal;

-- step: grant table sales.members
grant update (mobile_no) on table sales.members to privacy;

-- step: comment table sales.members
comment on column sales.members.mobile_no is 'Eight digits, without the country''s code.';

-- step: grant table sales.members
grant insert (name) on table sales.members to etl;

-- step: grant table sales.members
grant select (name) on table sales.members to member_portal;

-- step: grant table sales.members
grant update (name) on table sales.members to privacy;

-- step: comment table sales.members
comment on column sales.members.name is 'First and last name.';

-- step: grant table sales.members
grant select (status) on table sales.members to analytics;

-- step: grant table sales.members
grant select (status) on table sales.members to etl;

-- step: grant table sales.members
grant select (status) on table sales.members to member_portal;

-- step: grant table sales.members
grant select (status) on table sales.members to storefront;

-- step: comment table sales.members
comment on column sales.members.status is 'Whether the membership is in force.';

-- step: comment table sales.members
comment on constraint members_ended_when_ended on sales.members is 'An end has a day, and a day of ending means an end.';

-- pgspec: batch
-- step: create table sales.transaction_items
set local statement_timeout = '1min';
create table sales.transaction_items (
    transaction_id bigint not null,
    item_id bigint not null,
    quantity sales.quantity default 1 not null,
    unit_price numeric(12,2) not null,
    unit_weight_kg numeric(10,3) not null,
    line_price numeric(14,2) generated always as (((quantity)::numeric * unit_price)) stored,
    line_weight_kg numeric(12,3) generated always as (((quantity)::numeric * unit_weight_kg)) stored,
    constraint transaction_items_pkey PRIMARY KEY (transaction_id, item_id),
    constraint transaction_items_unit_price_check CHECK ((unit_price >= (0)::numeric)),
    constraint transaction_items_unit_weight_kg_check CHECK ((unit_weight_kg > (0)::numeric))
);

-- step: grant table sales.transaction_items
grant select on table sales.transaction_items to analytics;

-- step: grant table sales.transaction_items
grant select on table sales.transaction_items to logistics;

-- step: grant table sales.transaction_items
grant delete, select on table sales.transaction_items to storefront;

-- step: comment table sales.transaction_items
comment on table sales.transaction_items is 'A line of a transaction, as it was agreed when it was made.';

-- step: grant table sales.transaction_items
grant select (item_id) on table sales.transaction_items to etl;

-- step: grant table sales.transaction_items
grant insert (item_id) on table sales.transaction_items to storefront;

-- step: comment table sales.transaction_items
comment on column sales.transaction_items.item_id is 'The item. A sold item cannot be deleted, only removed from sale.';

-- step: grant table sales.transaction_items
grant select (line_price) on table sales.transaction_items to etl;

-- step: comment table sales.transaction_items
comment on column sales.transaction_items.line_price is 'Price of the line.';

-- step: comment table sales.transaction_items
comment on column sales.transaction_items.line_weight_kg is 'Weight of the line in kilograms.';

-- step: grant table sales.transaction_items
grant select (quantity) on table sales.transaction_items to etl;

-- step: grant table sales.transaction_items
grant insert (quantity), update (quantity) on table sales.transaction_items to storefront;

-- step: comment table sales.transaction_items
comment on column sales.transaction_items.quantity is 'How many.';

-- step: grant table sales.transaction_items
grant select (transaction_id) on table sales.transaction_items to etl;

-- step: grant table sales.transaction_items
grant insert (transaction_id) on table sales.transaction_items to storefront;

-- step: comment table sales.transaction_items
comment on column sales.transaction_items.transaction_id is 'The transaction.';

-- step: comment table sales.transaction_items
comment on column sales.transaction_items.unit_price is 'What one cost when the line was made. Copied from the item where none is given.';

-- step: comment table sales.transaction_items
comment on column sales.transaction_items.unit_weight_kg is 'What one weighed when the line was made. Copied from the item where none is given.';

-- step: create table sales.transactions
create table sales.transactions (
    transaction_id bigint generated always as identity,
    membership_id text not null,
    status sales.transaction_status default 'pending'::sales.transaction_status not null,
    created_at timestamp with time zone default now() not null,
    completed_at timestamp with time zone,
    cancelled_at timestamp with time zone,
    completed_on date generated always as (((completed_at AT TIME ZONE 'Asia/Singapore'::text))::date) stored,
    total_price numeric(14,2) default 0 not null,
    total_weight_kg numeric(12,3) default 0 not null,
    shipping_status sales.shipping_status default 'waiting'::sales.shipping_status not null,
    carrier text,
    tracking_number text,
    shipped_at timestamp with time zone,
    delivered_at timestamp with time zone,
    constraint transactions_cancelled_when_cancelled CHECK (((status = 'cancelled'::sales.transaction_status) = (cancelled_at IS NOT NULL))),
    constraint transactions_carrier_check CHECK ((carrier <> ''::text)),
    constraint transactions_completed_has_items CHECK (((status <> 'completed'::sales.transaction_status) OR (total_weight_kg > (0)::numeric))),
    constraint transactions_completed_when_completed CHECK (((status = 'completed'::sales.transaction_status) = (completed_at IS NOT NULL))),
    constraint transactions_delivered_when_delivered CHECK ((((delivered_at IS NOT NULL) OR (shipping_status <> 'delivered'::sales.shipping_status)) AND ((delivered_at IS NULL) OR (shipping_status = ANY (ARRAY['delivered'::sales.shipping_status, 'returned'::sales.shipping_status]))))),
    constraint transactions_in_order CHECK (((completed_at >= created_at) AND (cancelled_at >= created_at) AND (shipped_at >= completed_at) AND (delivered_at >= shipped_at))),
    constraint transactions_parcel_key UNIQUE (carrier, tracking_number),
    constraint transactions_pkey PRIMARY KEY (transaction_id),
    constraint transactions_shipped_when_shipped CHECK (((shipping_status = ANY (ARRAY['shipped'::sales.shipping_status, 'delivered'::sales.shipping_status, 'returned'::sales.shipping_status])) = (shipped_at IS NOT NULL))),
    constraint transactions_shipping_when_completed CHECK (((status = 'completed'::sales.transaction_status) OR ((shipping_status = 'waiting'::sales.shipping_status) AND (carrier IS NULL) AND (tracking_number IS NULL) AND (shipped_at IS NULL) AND (delivered_at IS NULL)))),
    constraint transactions_total_price_check CHECK ((total_price >= (0)::numeric)),
    constraint transactions_total_weight_kg_check CHECK ((total_weight_kg >= (0)::numeric)),
    constraint transactions_tracking_number_check CHECK ((tracking_number <> ''::text))
);

-- step: alter table sales.transactions
alter table sales.transactions enable row level security;

-- step: grant table sales.transactions
grant select on table sales.transactions to analytics;

-- step: grant table sales.transactions
grant select on table sales.transactions to logistics;

-- step: grant table sales.transactions
grant select on table sales.transactions to storefront;

-- step: comment table sales.transactions
comment on table sales.transactions is 'A purchase of a member, from the first item in the basket to delivery.';

-- step: comment table sales.transactions
comment on column sales.transactions.cancelled_at is 'When it was given up.';

-- step: grant table sales.transactions
grant update (carrier) on table sales.transactions to logistics;

-- step: grant table sales.transactions
grant select (carrier) on table sales.transactions to member_portal;

-- step: comment table sales.transactions
comment on column sales.transactions.carrier is 'Who carries the parcel.';

-- step: grant table sales.transactions
grant select (completed_at) on table sales.transactions to member_portal;

-- step: comment table sales.transactions
comment on column sales.transactions.completed_at is 'When it was paid.';

-- step: grant table sales.transactions
grant select (completed_on) on table sales.transactions to etl;

-- step: comment table sales.transactions
comment on column sales.transactions.completed_on is 'Business day of the sale, in the shop''s time zone.';

-- step: grant table sales.transactions
grant select (created_at) on table sales.transactions to member_portal;

-- step: comment table sales.transactions
comment on column sales.transactions.created_at is 'When the basket was begun.';

-- step: grant table sales.transactions
grant update (delivered_at) on table sales.transactions to logistics;

-- step: grant table sales.transactions
grant select (delivered_at) on table sales.transactions to member_portal;

-- step: comment table sales.transactions
comment on column sales.transactions.delivered_at is 'When the parcel arrived.';

-- step: grant table sales.transactions
grant select (membership_id) on table sales.transactions to etl;

-- step: grant table sales.transactions
grant select (membership_id) on table sales.transactions to member_portal;

-- step: grant table sales.transactions
grant insert (membership_id) on table sales.transactions to storefront;

-- step: comment table sales.transactions
comment on column sales.transactions.membership_id is 'Who buys.';

-- step: grant table sales.transactions
grant update (shipped_at) on table sales.transactions to logistics;

-- step: grant table sales.transactions
grant select (shipped_at) on table sales.transactions to member_portal;

-- step: comment table sales.transactions
comment on column sales.transactions.shipped_at is 'When the parcel left.';

-- step: grant table sales.transactions
grant update (shipping_status) on table sales.transactions to logistics;

-- step: grant table sales.transactions
grant select (shipping_status) on table sales.transactions to member_portal;

-- step: comment table sales.transactions
comment on column sales.transactions.shipping_status is 'Where the goods are.';

-- step: grant table sales.transactions
grant select (status) on table sales.transactions to etl;

-- step: grant table sales.transactions
grant select (status) on table sales.transactions to member_portal;

-- step: grant table sales.transactions
grant update (status) on table sales.transactions to storefront;

-- step: comment table sales.transactions
comment on column sales.transactions.status is 'Completed and cancelled are final.';

-- step: grant table sales.transactions
grant select (total_price) on table sales.transactions to member_portal;

-- step: comment table sales.transactions
comment on column sales.transactions.total_price is 'Sum of the lines'' prices. Kept by triggers; a value that disagrees is refused.';

-- step: comment table sales.transactions
comment on column sales.transactions.total_weight_kg is 'Sum of the lines'' weights in kilograms. Kept by triggers; a value that disagrees is refused.';

-- step: grant table sales.transactions
grant update (tracking_number) on table sales.transactions to logistics;

-- step: grant table sales.transactions
grant select (tracking_number) on table sales.transactions to member_portal;

-- step: comment table sales.transactions
comment on column sales.transactions.tracking_number is 'The carrier''s number of the parcel.';

-- step: grant table sales.transactions
grant select (transaction_id) on table sales.transactions to etl;

-- step: grant table sales.transactions
grant select (transaction_id) on table sales.transactions to member_portal;

-- step: comment table sales.transactions
comment on column sales.transactions.transaction_id is 'Number of the transaction.';

-- step: comment table sales.transactions
comment on constraint transactions_completed_has_items on sales.transactions is 'Every item weighs something, so a weight of nothing means an empty basket.';

-- step: comment table sales.transactions
comment on constraint transactions_parcel_key on sales.transactions is 'A carrier gives each number once.';

-- step: comment table sales.transactions
comment on constraint transactions_shipping_when_completed on sales.transactions is 'Nothing leaves before it is paid. Holds for every role, the owner included.';

-- step: create routine sales.check_items_for_sale()
CREATE OR REPLACE FUNCTION sales.check_items_for_sale()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
declare
  refused bigint;
begin
  select min(line.item_id) into refused
    from added as line
    join sales.items as item on item.item_id = line.item_id
    join sales.transactions as sale on sale.transaction_id = line.transaction_id
   where item.removed_at <= sale.created_at or item.listed_at > sale.created_at;
  if refused is not null then
    raise exception 'item % is not for sale', refused
      using errcode = 'check_violation', schema = 'sales', table = 'transaction_items', column = 'item_id';
  end if;
  return null;
end
$function$;

-- step: revoke routine sales.check_items_for_sale()
revoke execute on function sales.check_items_for_sale() from public;

-- step: comment routine sales.check_items_for_sale()
comment on function sales.check_items_for_sale() is 'Refuses lines with items that were not offered when their transaction was begun.';

-- step: create routine sales.check_transaction_totals()
CREATE OR REPLACE FUNCTION sales.check_transaction_totals()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  if exists (
    select from sales.transactions as sale
     cross join lateral (
            select coalesce(sum(line_price), 0) as price, coalesce(sum(line_weight_kg), 0) as weight_kg
              from sales.transaction_items
             where transaction_id = sale.transaction_id) as line
     where sale.transaction_id = new.transaction_id
       and (sale.total_price <> line.price or sale.total_weight_kg <> line.weight_kg))
  then
    raise exception 'the totals of transaction % are not the sums of its items', new.transaction_id
      using errcode = 'check_violation', schema = 'sales', table = 'transactions',
            constraint = tg_name,
            hint = 'Change the items of the transaction; the totals follow.';
  end if;
  return null;
end
$function$;

-- step: revoke routine sales.check_transaction_totals()
revoke execute on function sales.check_transaction_totals() from public;

-- step: comment routine sales.check_transaction_totals()
comment on function sales.check_transaction_totals() is 'Fails where the totals of a transaction are not the sums of its lines.';

-- step: create routine sales.close_transaction()
CREATE OR REPLACE FUNCTION sales.close_transaction()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  if old.status <> 'pending' then
    raise exception 'transaction % is % and stays so', old.transaction_id, old.status
      using errcode = 'check_violation', schema = 'sales', table = 'transactions', column = 'status';
  elsif new.status = 'completed' then
    new.completed_at := coalesce(new.completed_at, now());
  else
    new.cancelled_at := coalesce(new.cancelled_at, now());
  end if;
  return new;
end
$function$;

-- step: revoke routine sales.close_transaction()
revoke execute on function sales.close_transaction() from public;

-- step: comment routine sales.close_transaction()
comment on function sales.close_transaction() is 'Dates the end of a transaction, and refuses to reopen one.';

-- step: create routine sales.refresh_transaction_totals()
CREATE OR REPLACE FUNCTION sales.refresh_transaction_totals()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
declare
  touched bigint[];
  closed bigint;
begin
  case tg_op
    when 'INSERT' then
      select array_agg(distinct transaction_id) into touched from added;
    when 'DELETE' then
      select array_agg(distinct transaction_id) into touched from removed;
    else
      select array_agg(transaction_id) into touched
        from (select transaction_id from removed union select transaction_id from added) as either;
  end case;
  if touched is null then
    return null;
  end if;
  select min(transaction_id) filter (where status <> 'pending') into closed
    from (select transaction_id, status
            from sales.transactions
           where transaction_id = any (touched)
           order by transaction_id
             for no key update) as locked;
  if closed is not null then
    raise exception 'transaction % is closed, its items are frozen', closed
      using errcode = 'check_violation', schema = 'sales', table = 'transaction_items';
  end if;
  update sales.transactions as sale
     set total_price = line.price, total_weight_kg = line.weight_kg
    from unnest(touched) as one (transaction_id)
   cross join lateral (
          select coalesce(sum(line_price), 0) as price, coalesce(sum(line_weight_kg), 0) as weight_kg
            from sales.transaction_items
           where transaction_id = one.transaction_id) as line
   where sale.transaction_id = one.transaction_id;
  return null;
end
$function$;

-- step: revoke routine sales.refresh_transaction_totals()
revoke execute on function sales.refresh_transaction_totals() from public;

-- step: comment routine sales.refresh_transaction_totals()
comment on function sales.refresh_transaction_totals() is 'Adds up the transactions whose lines changed; refuses changes to closed ones.';

-- step: create table silver.cart_events
create table silver.cart_events (
    region text not null,
    event_id bigint not null,
    item_id bigint not null,
    change integer not null,
    occurred_at timestamp with time zone not null,
    constraint cart_events_pkey PRIMARY KEY (region, event_id)
) partition by LIST (region);

-- step: grant table silver.cart_events
grant insert, delete, select, update on table silver.cart_events to etl;

-- step: comment table silver.cart_events
comment on table silver.cart_events is 'Something was put into a cart, or taken out. Rows of a region are kept by themselves, so that who may read them is said by region.';

-- step: comment table silver.cart_events
comment on column silver.cart_events.change is 'How many more are in the cart; less than nothing where some were taken out.';

-- step: comment table silver.cart_events
comment on column silver.cart_events.event_id is 'Number that the shop gave it.';

-- step: comment table silver.cart_events
comment on column silver.cart_events.item_id is 'The item.';

-- step: comment table silver.cart_events
comment on column silver.cart_events.occurred_at is 'When.';

-- step: comment table silver.cart_events
comment on column silver.cart_events.region is 'Region of the shop.';

-- step: create table silver.cart_events_de
create table silver.cart_events_de partition of silver.cart_events FOR VALUES IN ('de');

-- step: grant table silver.cart_events_de
grant select on table silver.cart_events_de to analysts_de;

-- step: comment table silver.cart_events_de
comment on table silver.cart_events_de is 'Rows of shops in Germany.';

-- step: create table silver.cart_events_sg
create table silver.cart_events_sg partition of silver.cart_events FOR VALUES IN ('sg');

-- step: grant table silver.cart_events_sg
grant select on table silver.cart_events_sg to analysts_sg;

-- step: comment table silver.cart_events_sg
comment on table silver.cart_events_sg is 'Rows of shops in Singapore.';

-- step: create table silver.cart_events_us
create table silver.cart_events_us partition of silver.cart_events FOR VALUES IN ('us');

-- step: comment table silver.cart_events_us
comment on table silver.cart_events_us is 'Rows of shops in the United States.';

-- step: create table silver.product_stock
create table silver.product_stock (
    hour timestamp with time zone not null,
    branch_id bigint not null,
    item_id bigint not null,
    quantity integer not null,
    constraint product_stock_pkey PRIMARY KEY (hour, branch_id, item_id)
);

-- step: grant table silver.product_stock
grant insert, delete, select, update on table silver.product_stock to etl;

-- step: comment table silver.product_stock
comment on table silver.product_stock is 'The last count of an item at a branch in each hour.';

-- step: comment table silver.product_stock
comment on column silver.product_stock.branch_id is 'The branch.';

-- step: comment table silver.product_stock
comment on column silver.product_stock.hour is 'The hour.';

-- step: comment table silver.product_stock
comment on column silver.product_stock.item_id is 'The item.';

-- step: comment table silver.product_stock
comment on column silver.product_stock.quantity is 'How many there were.';

-- step: create table subscriptions.periods
create table subscriptions.periods (
    store_id bigint not null,
    installed_on date not null,
    uninstalled_on date,
    price_per_day numeric(8,2) not null,
    constraint periods_end_after_they_begin CHECK ((uninstalled_on > installed_on)),
    constraint periods_pkey PRIMARY KEY (store_id, installed_on),
    constraint periods_price_per_day_check CHECK ((price_per_day >= (0)::numeric))
);

-- step: grant table subscriptions.periods
grant select on table subscriptions.periods to management;

-- step: comment table subscriptions.periods
comment on table subscriptions.periods is 'From installing the software until uninstalling it; a store may come back.';

-- step: comment table subscriptions.periods
comment on column subscriptions.periods.installed_on is 'The first day.';

-- step: comment table subscriptions.periods
comment on column subscriptions.periods.price_per_day is 'What it pays for a day.';

-- step: comment table subscriptions.periods
comment on column subscriptions.periods.store_id is 'The store.';

-- step: comment table subscriptions.periods
comment on column subscriptions.periods.uninstalled_on is 'The day on which it was uninstalled; NULL while it is in use.';

-- step: create table subscriptions.stores
create table subscriptions.stores (
    store_id bigint not null,
    name text not null,
    region text not null,
    constraint stores_name_key UNIQUE (name),
    constraint stores_pkey PRIMARY KEY (store_id),
    constraint stores_region_check CHECK ((region = ANY (ARRAY['sg'::text, 'de'::text, 'us'::text])))
);

-- step: grant table subscriptions.stores
grant select on table subscriptions.stores to management;

-- step: comment table subscriptions.stores
comment on table subscriptions.stores is 'A store.';

-- step: comment table subscriptions.stores
comment on column subscriptions.stores.name is 'Its name.';

-- step: comment table subscriptions.stores
comment on column subscriptions.stores.region is 'Where it is.';

-- step: comment table subscriptions.stores
comment on column subscriptions.stores.store_id is 'Number of the store.';

-- step: create table support.refused_lines
create table support.refused_lines (
    file text not null,
    line bigint not null,
    reasons text[] not null,
    raw text not null,
    constraint refused_lines_pkey PRIMARY KEY (file, line)
);

-- step: grant table support.refused_lines
grant insert, delete on table support.refused_lines to intake;

-- step: comment table support.refused_lines
comment on table support.refused_lines is 'Lines of the reports that are no tickets.';

-- step: grant table support.refused_lines
grant select (file) on table support.refused_lines to intake;

-- step: comment table support.refused_lines
comment on column support.refused_lines.file is 'The report.';

-- step: grant table support.refused_lines
grant select (line) on table support.refused_lines to intake;

-- step: comment table support.refused_lines
comment on column support.refused_lines.line is 'The line in it.';

-- step: comment table support.refused_lines
comment on column support.refused_lines.raw is 'The text as it stands there.';

-- step: comment table support.refused_lines
comment on column support.refused_lines.reasons is 'Why it is refused.';

-- step: create table support.report_lines
create table support.report_lines (
    ticket_id bigint not null,
    topic text not null,
    branch_id bigint not null,
    opened_at timestamp with time zone not null,
    resolved_at timestamp with time zone,
    file text not null,
    line bigint not null,
    constraint report_lines_pkey PRIMARY KEY (file, line)
);

-- step: grant table support.report_lines
grant select on table support.report_lines to etl;

-- step: grant table support.report_lines
grant insert, delete on table support.report_lines to intake;

-- step: comment table support.report_lines
comment on table support.report_lines is 'Lines of the reports as they are. A report holds the tickets opened that day, and older ones resolved that day.';

-- step: comment table support.report_lines
comment on column support.report_lines.branch_id is 'The branch that it was opened at.';

-- step: grant table support.report_lines
grant select (file) on table support.report_lines to intake;

-- step: comment table support.report_lines
comment on column support.report_lines.file is 'The report.';

-- step: grant table support.report_lines
grant select (line) on table support.report_lines to intake;

-- step: comment table support.report_lines
comment on column support.report_lines.line is 'The line in it.';

-- step: comment table support.report_lines
comment on column support.report_lines.opened_at is 'When it was opened.';

-- step: comment table support.report_lines
comment on column support.report_lines.resolved_at is 'When it was resolved; NULL while it is not.';

-- step: comment table support.report_lines
comment on column support.report_lines.ticket_id is 'Number of the ticket.';

-- step: comment table support.report_lines
comment on column support.report_lines.topic is 'What it is about.';

-- step: create table support.tickets
create table support.tickets (
    ticket_id bigint not null,
    topic text not null,
    branch_id bigint not null,
    opened_at timestamp with time zone not null,
    resolved_at timestamp with time zone,
    closed_at timestamp with time zone,
    status text generated always as (
CASE
    WHEN (resolved_at IS NOT NULL) THEN 'resolved'::text
    WHEN (closed_at IS NOT NULL) THEN 'closed'::text
    ELSE 'open'::text
END) stored,
    constraint tickets_pkey PRIMARY KEY (ticket_id),
    constraint tickets_resolved_after_opened CHECK ((resolved_at >= opened_at))
);

-- step: grant table support.tickets
grant select on table support.tickets to etl;

-- step: grant table support.tickets
grant select on table support.tickets to management;

-- step: comment table support.tickets
comment on table support.tickets is 'Every ticket, once.';

-- step: grant table support.tickets
grant insert (branch_id), update (branch_id) on table support.tickets to etl;

-- step: comment table support.tickets
comment on column support.tickets.branch_id is 'The branch that it was opened at.';

-- step: grant table support.tickets
grant update (closed_at) on table support.tickets to etl;

-- step: comment table support.tickets
comment on column support.tickets.closed_at is 'When it was closed unresolved, seven days after it was opened.';

-- step: grant table support.tickets
grant insert (opened_at), update (opened_at) on table support.tickets to etl;

-- step: comment table support.tickets
comment on column support.tickets.opened_at is 'When it was opened.';

-- step: grant table support.tickets
grant insert (resolved_at), update (resolved_at) on table support.tickets to etl;

-- step: comment table support.tickets
comment on column support.tickets.resolved_at is 'When it was resolved.';

-- step: comment table support.tickets
comment on column support.tickets.status is 'open, resolved or closed.';

-- step: grant table support.tickets
grant insert (ticket_id) on table support.tickets to etl;

-- step: comment table support.tickets
comment on column support.tickets.ticket_id is 'Number of the ticket.';

-- step: grant table support.tickets
grant insert (topic), update (topic) on table support.tickets to etl;

-- step: comment table support.tickets
comment on column support.tickets.topic is 'What it is about.';

-- step: create table warehouse.dim_article
create table warehouse.dim_article (
    article_id bigint not null,
    title text not null,
    published_on date not null,
    constraint dim_article_pkey PRIMARY KEY (article_id)
);

-- step: grant table warehouse.dim_article
grant insert, delete, select, update on table warehouse.dim_article to etl;

-- step: grant table warehouse.dim_article
grant select on table warehouse.dim_article to management;

-- step: comment table warehouse.dim_article
comment on table warehouse.dim_article is 'An article of the website.';

-- step: comment table warehouse.dim_article
comment on column warehouse.dim_article.article_id is 'The article.';

-- step: comment table warehouse.dim_article
comment on column warehouse.dim_article.published_on is 'When it was published.';

-- step: comment table warehouse.dim_article
comment on column warehouse.dim_article.title is 'Its title.';

-- step: create table warehouse.dim_branch
create table warehouse.dim_branch (
    branch_id bigint not null,
    name text not null,
    region text not null,
    constraint dim_branch_pkey PRIMARY KEY (branch_id)
);

-- step: grant table warehouse.dim_branch
grant insert, delete, select, update on table warehouse.dim_branch to etl;

-- step: grant table warehouse.dim_branch
grant select on table warehouse.dim_branch to management;

-- step: comment table warehouse.dim_branch
comment on table warehouse.dim_branch is 'A branch.';

-- step: comment table warehouse.dim_branch
comment on column warehouse.dim_branch.branch_id is 'The branch.';

-- step: comment table warehouse.dim_branch
comment on column warehouse.dim_branch.name is 'Its name.';

-- step: comment table warehouse.dim_branch
comment on column warehouse.dim_branch.region is 'Where it is.';

-- step: create table warehouse.dim_date
create table warehouse.dim_date (
    day date not null,
    year integer not null,
    quarter integer not null,
    month integer not null,
    week integer not null,
    weekday integer not null,
    is_weekend boolean not null,
    constraint dim_date_pkey PRIMARY KEY (day)
);

-- step: grant table warehouse.dim_date
grant insert, delete, select, update on table warehouse.dim_date to etl;

-- step: grant table warehouse.dim_date
grant select on table warehouse.dim_date to management;

-- step: comment table warehouse.dim_date
comment on table warehouse.dim_date is 'Every day of the years that facts are of.';

-- step: comment table warehouse.dim_date
comment on column warehouse.dim_date.day is 'The day.';

-- step: comment table warehouse.dim_date
comment on column warehouse.dim_date.is_weekend is 'Saturday or Sunday.';

-- step: comment table warehouse.dim_date
comment on column warehouse.dim_date.month is 'One to twelve.';

-- step: comment table warehouse.dim_date
comment on column warehouse.dim_date.quarter is 'One to four.';

-- step: comment table warehouse.dim_date
comment on column warehouse.dim_date.week is 'Its week, as ISO 8601 has it.';

-- step: comment table warehouse.dim_date
comment on column warehouse.dim_date.weekday is 'Monday is one.';

-- step: comment table warehouse.dim_date
comment on column warehouse.dim_date.year is 'Its year.';

-- step: create table warehouse.dim_item
create table warehouse.dim_item (
    item_id bigint not null,
    name text not null,
    manufacturer_id bigint not null,
    cost numeric(12,2) not null,
    weight_kg numeric(10,3) not null,
    is_for_sale boolean not null,
    constraint dim_item_pkey PRIMARY KEY (item_id)
);

-- step: grant table warehouse.dim_item
grant insert, delete, select, update on table warehouse.dim_item to etl;

-- step: grant table warehouse.dim_item
grant select on table warehouse.dim_item to management;

-- step: comment table warehouse.dim_item
comment on table warehouse.dim_item is 'An item that is or was for sale.';

-- step: comment table warehouse.dim_item
comment on column warehouse.dim_item.cost is 'What it costs now.';

-- step: comment table warehouse.dim_item
comment on column warehouse.dim_item.is_for_sale is 'Whether it is.';

-- step: comment table warehouse.dim_item
comment on column warehouse.dim_item.item_id is 'The item.';

-- step: comment table warehouse.dim_item
comment on column warehouse.dim_item.manufacturer_id is 'Who makes it.';

-- step: comment table warehouse.dim_item
comment on column warehouse.dim_item.name is 'Its name.';

-- step: comment table warehouse.dim_item
comment on column warehouse.dim_item.weight_kg is 'Weight in kilograms.';

-- step: create table warehouse.dim_manufacturer
create table warehouse.dim_manufacturer (
    manufacturer_id bigint not null,
    name text not null,
    country text not null,
    constraint dim_manufacturer_pkey PRIMARY KEY (manufacturer_id)
);

-- step: grant table warehouse.dim_manufacturer
grant insert, delete, select, update on table warehouse.dim_manufacturer to etl;

-- step: grant table warehouse.dim_manufacturer
grant select on table warehouse.dim_manufacturer to management;

-- step: comment table warehouse.dim_manufacturer
comment on table warehouse.dim_manufacturer is 'Who makes items.';

-- step: comment table warehouse.dim_manufacturer
comment on column warehouse.dim_manufacturer.country is 'Where it is.';

-- step: comment table warehouse.dim_manufacturer
comment on column warehouse.dim_manufacturer.manufacturer_id is 'The manufacturer.';

-- step: comment table warehouse.dim_manufacturer
comment on column warehouse.dim_manufacturer.name is 'Its name.';

-- step: create table warehouse.dim_member
create table warehouse.dim_member (
    membership_id text not null,
    status sales.membership_status not null,
    joined_on date not null,
    valid_from timestamp with time zone not null,
    valid_to timestamp with time zone,
    constraint dim_member_pkey PRIMARY KEY (membership_id, valid_from)
);

-- step: grant table warehouse.dim_member
grant insert, delete, select, update on table warehouse.dim_member to etl;

-- step: grant table warehouse.dim_member
grant select on table warehouse.dim_member to management;

-- step: comment table warehouse.dim_member
comment on table warehouse.dim_member is 'What held of a member, and when. Who the member is in life stays in sales.';

-- step: comment table warehouse.dim_member
comment on column warehouse.dim_member.joined_on is 'Day of the first membership.';

-- step: comment table warehouse.dim_member
comment on column warehouse.dim_member.membership_id is 'The member.';

-- step: comment table warehouse.dim_member
comment on column warehouse.dim_member.status is 'Whether the membership is in force.';

-- step: comment table warehouse.dim_member
comment on column warehouse.dim_member.valid_from is 'Since when this holds.';

-- step: comment table warehouse.dim_member
comment on column warehouse.dim_member.valid_to is 'Until when, exclusively; NULL while it does.';

-- step: create table warehouse.fact_cart_activity
create table warehouse.fact_cart_activity (
    day date not null,
    item_id bigint not null,
    region text not null,
    added bigint not null,
    removed bigint not null,
    constraint fact_cart_activity_pkey PRIMARY KEY (day, item_id, region)
);

-- step: grant table warehouse.fact_cart_activity
grant insert, delete, select, update on table warehouse.fact_cart_activity to etl;

-- step: grant table warehouse.fact_cart_activity
grant select on table warehouse.fact_cart_activity to management;

-- step: comment table warehouse.fact_cart_activity
comment on table warehouse.fact_cart_activity is 'How often an item was put into carts and taken out in a day.';

-- step: comment table warehouse.fact_cart_activity
comment on column warehouse.fact_cart_activity.added is 'How many were put in.';

-- step: comment table warehouse.fact_cart_activity
comment on column warehouse.fact_cart_activity.day is 'The day, in UTC.';

-- step: comment table warehouse.fact_cart_activity
comment on column warehouse.fact_cart_activity.item_id is 'The item.';

-- step: comment table warehouse.fact_cart_activity
comment on column warehouse.fact_cart_activity.region is 'Region of the shop.';

-- step: comment table warehouse.fact_cart_activity
comment on column warehouse.fact_cart_activity.removed is 'How many were taken out.';

-- step: create table warehouse.fact_product_stock
create table warehouse.fact_product_stock (
    day date not null,
    branch_id bigint not null,
    item_id bigint not null,
    quantity integer not null,
    constraint fact_product_stock_pkey PRIMARY KEY (day, branch_id, item_id)
);

-- step: grant table warehouse.fact_product_stock
grant insert, delete, select, update on table warehouse.fact_product_stock to etl;

-- step: grant table warehouse.fact_product_stock
grant select on table warehouse.fact_product_stock to management;

-- step: comment table warehouse.fact_product_stock
comment on table warehouse.fact_product_stock is 'How many of an item a branch had at the end of a day.';

-- step: comment table warehouse.fact_product_stock
comment on column warehouse.fact_product_stock.branch_id is 'The branch.';

-- step: comment table warehouse.fact_product_stock
comment on column warehouse.fact_product_stock.day is 'The day, in UTC.';

-- step: comment table warehouse.fact_product_stock
comment on column warehouse.fact_product_stock.item_id is 'The item.';

-- step: comment table warehouse.fact_product_stock
comment on column warehouse.fact_product_stock.quantity is 'How many.';

-- step: create table warehouse.fact_sales
create table warehouse.fact_sales (
    transaction_id bigint not null,
    item_id bigint not null,
    membership_id text not null,
    day date not null,
    quantity integer not null,
    price numeric(14,2) not null,
    constraint fact_sales_pkey PRIMARY KEY (transaction_id, item_id)
);

-- step: grant table warehouse.fact_sales
grant insert, delete, select, update on table warehouse.fact_sales to etl;

-- step: grant table warehouse.fact_sales
grant select on table warehouse.fact_sales to management;

-- step: comment table warehouse.fact_sales
comment on table warehouse.fact_sales is 'An item of a completed transaction.';

-- step: comment table warehouse.fact_sales
comment on column warehouse.fact_sales.day is 'The day on which it was completed.';

-- step: comment table warehouse.fact_sales
comment on column warehouse.fact_sales.item_id is 'The item.';

-- step: comment table warehouse.fact_sales
comment on column warehouse.fact_sales.membership_id is 'Who bought it.';

-- step: comment table warehouse.fact_sales
comment on column warehouse.fact_sales.price is 'What was paid for all of them.';

-- step: comment table warehouse.fact_sales
comment on column warehouse.fact_sales.quantity is 'How many.';

-- step: comment table warehouse.fact_sales
comment on column warehouse.fact_sales.transaction_id is 'The transaction.';

-- step: create table warehouse.fact_tickets
create table warehouse.fact_tickets (
    ticket_id bigint not null,
    branch_id bigint not null,
    opened_on date not null,
    status text not null,
    hours_to_resolve numeric(8,1),
    constraint fact_tickets_pkey PRIMARY KEY (ticket_id)
);

-- step: grant table warehouse.fact_tickets
grant insert, delete, select, update on table warehouse.fact_tickets to etl;

-- step: grant table warehouse.fact_tickets
grant select on table warehouse.fact_tickets to management;

-- step: comment table warehouse.fact_tickets
comment on table warehouse.fact_tickets is 'A ticket of the support.';

-- step: comment table warehouse.fact_tickets
comment on column warehouse.fact_tickets.branch_id is 'The branch that it was opened at.';

-- step: comment table warehouse.fact_tickets
comment on column warehouse.fact_tickets.hours_to_resolve is 'NULL while it is not resolved.';

-- step: comment table warehouse.fact_tickets
comment on column warehouse.fact_tickets.opened_on is 'The day on which it was opened.';

-- step: comment table warehouse.fact_tickets
comment on column warehouse.fact_tickets.status is 'open, resolved or closed.';

-- step: comment table warehouse.fact_tickets
comment on column warehouse.fact_tickets.ticket_id is 'The ticket.';

-- step: create view articles.views_of_last_4_hours
create view articles.views_of_last_4_hours as
 SELECT a.article_id,
    a.title,
    count(e.event_id) AS views
   FROM (articles.articles a
     LEFT JOIN articles.events e ON (((e.article_id = a.article_id) AND (e.kind = 'view'::articles.event_kind) AND (e.occurred_at > (now() - '04:00:00'::interval)))))
  GROUP BY a.article_id, a.title;

-- step: grant view articles.views_of_last_4_hours
grant select on table articles.views_of_last_4_hours to management;

-- step: comment view articles.views_of_last_4_hours
comment on view articles.views_of_last_4_hours is 'How often each article was looked at in the last four hours; always current.';

-- step: create view gold.cart_activity_de
create view gold.cart_activity_de as
 SELECT (cart_activity.hour AT TIME ZONE 'Europe/Berlin'::text) AS hour,
    cart_activity.added,
    cart_activity.removed
   FROM gold.cart_activity
  WHERE (cart_activity.region = 'de'::text);

-- step: grant view gold.cart_activity_de
grant select on table gold.cart_activity_de to analysts_de;

-- step: comment view gold.cart_activity_de
comment on view gold.cart_activity_de is 'Of shops in Germany, on the clock of Berlin.';

-- step: create view gold.cart_activity_sg
create view gold.cart_activity_sg as
 SELECT (cart_activity.hour AT TIME ZONE 'Asia/Singapore'::text) AS hour,
    cart_activity.added,
    cart_activity.removed
   FROM gold.cart_activity
  WHERE (cart_activity.region = 'sg'::text);

-- step: grant view gold.cart_activity_sg
grant select on table gold.cart_activity_sg to analysts_sg;

-- step: comment view gold.cart_activity_sg
comment on view gold.cart_activity_sg is 'Of shops in Singapore, on the clock of Singapore.';

-- step: create view gold.cart_activity_us
create view gold.cart_activity_us as
 SELECT (cart_activity.hour AT TIME ZONE 'America/New_York'::text) AS hour,
    cart_activity.added,
    cart_activity.removed
   FROM gold.cart_activity
  WHERE (cart_activity.region = 'us'::text);

-- step: comment view gold.cart_activity_us
comment on view gold.cart_activity_us is 'Of shops in the United States, on the clock of New York.';

-- step: create view sales.item_catalogue
create view sales.item_catalogue with (security_invoker = true) as
 SELECT i.item_id,
    i.name,
    m.name AS manufacturer,
    i.cost,
    i.weight_kg,
    i.listed_at
   FROM (sales.items i
     JOIN sales.manufacturers m USING (manufacturer_id))
  WHERE (i.removed_at IS NULL);

-- step: grant view sales.item_catalogue
grant select on table sales.item_catalogue to analytics;

-- step: grant view sales.item_catalogue
grant select on table sales.item_catalogue to sales;

-- step: grant view sales.item_catalogue
grant select on table sales.item_catalogue to storefront;

-- step: comment view sales.item_catalogue
comment on view sales.item_catalogue is 'What is for sale today.';

-- step: comment view sales.item_catalogue
comment on column sales.item_catalogue.cost is 'What one costs today.';

-- step: comment view sales.item_catalogue
comment on column sales.item_catalogue.item_id is 'Number of the item.';

-- step: comment view sales.item_catalogue
comment on column sales.item_catalogue.listed_at is 'When it was first offered.';

-- step: comment view sales.item_catalogue
comment on column sales.item_catalogue.manufacturer is 'Name of its manufacturer.';

-- step: comment view sales.item_catalogue
comment on column sales.item_catalogue.name is 'Name of the item.';

-- step: comment view sales.item_catalogue
comment on column sales.item_catalogue.weight_kg is 'Weight of one in kilograms.';

-- step: create view sales.member_spending
create view sales.member_spending with (security_invoker = true) as
 SELECT m.membership_id,
    m.status,
    m.joined_on,
    count(t.transaction_id) AS purchases,
    COALESCE(sum(t.total_price), (0)::numeric) AS spent,
    max(t.completed_on) AS last_purchase_on
   FROM (sales.members m
     LEFT JOIN sales.transactions t ON (((t.membership_id = m.membership_id) AND (t.status = 'completed'::sales.transaction_status))))
  GROUP BY m.membership_id, m.status, m.joined_on;

-- step: grant view sales.member_spending
grant select on table sales.member_spending to analytics;

-- step: comment view sales.member_spending
comment on view sales.member_spending is 'What each member bought, without who the member is.';

-- step: comment view sales.member_spending
comment on column sales.member_spending.joined_on is 'Day of the first membership.';

-- step: comment view sales.member_spending
comment on column sales.member_spending.last_purchase_on is 'Business day of the latest.';

-- step: comment view sales.member_spending
comment on column sales.member_spending.membership_id is 'The member.';

-- step: comment view sales.member_spending
comment on column sales.member_spending.purchases is 'Number of completed transactions.';

-- step: comment view sales.member_spending
comment on column sales.member_spending.spent is 'Sum of their prices.';

-- step: comment view sales.member_spending
comment on column sales.member_spending.status is 'Whether the membership is in force.';

-- step: create view sales.transaction_details
create view sales.transaction_details with (security_invoker = true) as
 SELECT t.transaction_id,
    t.membership_id,
    t.status,
    t.completed_on,
    t.shipping_status,
    i.item_id,
    i.name AS item,
    m.name AS manufacturer,
    l.quantity,
    l.unit_price,
    l.line_price,
    l.line_weight_kg
   FROM (((sales.transactions t
     JOIN sales.transaction_items l USING (transaction_id))
     JOIN sales.items i USING (item_id))
     JOIN sales.manufacturers m USING (manufacturer_id));

-- step: grant view sales.transaction_details
grant select on table sales.transaction_details to analytics;

-- step: grant view sales.transaction_details
grant select on table sales.transaction_details to logistics;

-- step: comment view sales.transaction_details
comment on view sales.transaction_details is 'The lines of all transactions with the names of their items.';

-- step: comment view sales.transaction_details
comment on column sales.transaction_details.completed_on is 'Business day of the sale.';

-- step: comment view sales.transaction_details
comment on column sales.transaction_details.item is 'Name of the item, as it is today.';

-- step: comment view sales.transaction_details
comment on column sales.transaction_details.item_id is 'Number of the item.';

-- step: comment view sales.transaction_details
comment on column sales.transaction_details.line_price is 'Price of the line.';

-- step: comment view sales.transaction_details
comment on column sales.transaction_details.line_weight_kg is 'Weight of the line in kilograms.';

-- step: comment view sales.transaction_details
comment on column sales.transaction_details.manufacturer is 'Name of its manufacturer.';

-- step: comment view sales.transaction_details
comment on column sales.transaction_details.membership_id is 'Who bought.';

-- step: comment view sales.transaction_details
comment on column sales.transaction_details.quantity is 'How many.';

-- step: comment view sales.transaction_details
comment on column sales.transaction_details.shipping_status is 'Where the goods are.';

-- step: comment view sales.transaction_details
comment on column sales.transaction_details.status is 'Whether it was paid.';

-- step: comment view sales.transaction_details
comment on column sales.transaction_details.transaction_id is 'Number of the transaction.';

-- step: comment view sales.transaction_details
comment on column sales.transaction_details.unit_price is 'What one cost when it was sold.';

-- step: create materialized view sales.monthly_sales
create materialized view sales.monthly_sales as
 SELECT (date_trunc('month'::text, (t.completed_on)::timestamp without time zone))::date AS month,
    i.manufacturer_id,
    count(DISTINCT t.transaction_id) AS transactions,
    sum((l.quantity)::integer) AS units,
    sum(l.line_price) AS revenue,
    sum(l.line_weight_kg) AS weight_kg
   FROM ((sales.transactions t
     JOIN sales.transaction_items l USING (transaction_id))
     JOIN sales.items i USING (item_id))
  WHERE (t.status = 'completed'::sales.transaction_status)
  GROUP BY ((date_trunc('month'::text, (t.completed_on)::timestamp without time zone))::date), i.manufacturer_id;

-- step: grant materialized view sales.monthly_sales
grant select on table sales.monthly_sales to analytics;

-- step: comment materialized view sales.monthly_sales
comment on materialized view sales.monthly_sales is 'Completed sales per month and manufacturer, as of the last REFRESH.';

-- step: comment materialized view sales.monthly_sales
comment on column sales.monthly_sales.manufacturer_id is 'The manufacturer.';

-- step: comment materialized view sales.monthly_sales
comment on column sales.monthly_sales.month is 'First day of the month.';

-- step: comment materialized view sales.monthly_sales
comment on column sales.monthly_sales.revenue is 'Sum of the lines'' prices.';

-- step: comment materialized view sales.monthly_sales
comment on column sales.monthly_sales.transactions is 'Transactions with at least one of its items.';

-- step: comment materialized view sales.monthly_sales
comment on column sales.monthly_sales.units is 'Items sold.';

-- step: comment materialized view sales.monthly_sales
comment on column sales.monthly_sales.weight_kg is 'Sum of the lines'' weights in kilograms.';

-- step: alter constraint events_article_id_fkey on articles.events
alter table articles.events add constraint events_article_id_fkey FOREIGN KEY (article_id) REFERENCES articles.articles(article_id);

-- step: alter constraint conversations_branch_id_fkey on branches.conversations
alter table branches.conversations add constraint conversations_branch_id_fkey FOREIGN KEY (branch_id) REFERENCES branches.branches(branch_id);

-- step: alter constraint conversations_customer_id_fkey on branches.conversations
alter table branches.conversations add constraint conversations_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES branches.customers(customer_id);

-- step: alter constraint customers_branch_id_fkey on branches.customers
alter table branches.customers add constraint customers_branch_id_fkey FOREIGN KEY (branch_id) REFERENCES branches.branches(branch_id);

-- step: alter constraint products_branch_id_fkey on branches.products
alter table branches.products add constraint products_branch_id_fkey FOREIGN KEY (branch_id) REFERENCES branches.branches(branch_id);

-- step: alter constraint transactions_customer_id_fkey on branches.transactions
alter table branches.transactions add constraint transactions_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES branches.customers(customer_id);

-- step: alter constraint transactions_product_fkey on branches.transactions
alter table branches.transactions add constraint transactions_product_fkey FOREIGN KEY (branch_id, product_id) REFERENCES branches.products(branch_id, product_id);

-- step: alter constraint item_prices_item_id_fkey on sales.item_prices
alter table sales.item_prices add constraint item_prices_item_id_fkey FOREIGN KEY (item_id) REFERENCES sales.items(item_id) ON DELETE CASCADE;

-- step: alter constraint items_manufacturer_id_fkey on sales.items
alter table sales.items add constraint items_manufacturer_id_fkey FOREIGN KEY (manufacturer_id) REFERENCES sales.manufacturers(manufacturer_id) ON DELETE RESTRICT;

-- step: alter constraint transaction_items_item_id_fkey on sales.transaction_items
alter table sales.transaction_items add constraint transaction_items_item_id_fkey FOREIGN KEY (item_id) REFERENCES sales.items(item_id) ON DELETE RESTRICT;

-- step: alter constraint transaction_items_transaction_id_fkey on sales.transaction_items
alter table sales.transaction_items add constraint transaction_items_transaction_id_fkey FOREIGN KEY (transaction_id) REFERENCES sales.transactions(transaction_id) ON DELETE RESTRICT;

-- step: alter constraint transactions_membership_id_fkey on sales.transactions
alter table sales.transactions add constraint transactions_membership_id_fkey FOREIGN KEY (membership_id) REFERENCES sales.members(membership_id) ON DELETE RESTRICT;

-- step: alter constraint periods_store_id_fkey on subscriptions.periods
alter table subscriptions.periods add constraint periods_store_id_fkey FOREIGN KEY (store_id) REFERENCES subscriptions.stores(store_id);

-- step: create index articles.events_by_article
CREATE INDEX events_by_article ON articles.events USING btree (article_id, occurred_at);

-- step: create index articles.events_by_time
CREATE INDEX events_by_time ON articles.events USING btree (occurred_at);

-- step: create index branches.conversations_by_branch
CREATE INDEX conversations_by_branch ON branches.conversations USING btree (branch_id, day);

-- step: create index branches.conversations_by_customer
CREATE INDEX conversations_by_customer ON branches.conversations USING btree (customer_id);

-- step: create index branches.customers_by_branch
CREATE INDEX customers_by_branch ON branches.customers USING btree (branch_id, since);

-- step: create index branches.transactions_by_customer
CREATE INDEX transactions_by_customer ON branches.transactions USING btree (customer_id);

-- step: create index branches.transactions_by_day
CREATE INDEX transactions_by_day ON branches.transactions USING btree (branch_id, day);

-- step: create index branches.transactions_by_product
CREATE INDEX transactions_by_product ON branches.transactions USING btree (branch_id, product_id);

-- step: create index bronze.cart_events_by_time
CREATE INDEX cart_events_by_time ON bronze.cart_events USING btree (occurred_at);

-- step: create index bronze.stock_events_by_time
CREATE INDEX stock_events_by_time ON bronze.stock_events USING btree (counted_at);

-- step: create index sales.items_for_sale_key
CREATE UNIQUE INDEX items_for_sale_key ON sales.items USING btree (manufacturer_id, lower(name)) WHERE (removed_at IS NULL);

-- step: comment index sales.items_for_sale_key
comment on index sales.items_for_sale_key is 'One offer per manufacturer and name. A name is free again once its item is removed.';

-- step: create index sales.items_manufacturer_id_idx
CREATE INDEX items_manufacturer_id_idx ON sales.items USING btree (manufacturer_id);

-- step: comment index sales.items_manufacturer_id_idx
comment on index sales.items_manufacturer_id_idx is 'Serves the foreign key, which the partial index cannot.';

-- step: create index sales.items_name_trgm
CREATE INDEX items_name_trgm ON sales.items USING gin (name public.gin_trgm_ops) WITH (fastupdate=off);

-- step: comment index sales.items_name_trgm
comment on index sales.items_name_trgm is 'Finds items by any part of their name. Without a pending list, as items are searched far more often than listed, and each search would read the whole list.';

-- step: create index sales.members_email_key
CREATE UNIQUE INDEX members_email_key ON sales.members USING btree (lower((email)::text));

-- step: comment index sales.members_email_key
comment on index sales.members_email_key is 'One membership per address, whatever its capitals.';

-- step: create index sales.members_status_idx
CREATE INDEX members_status_idx ON sales.members USING btree (status, joined_on) INCLUDE (membership_id);

-- step: comment index sales.members_status_idx
comment on index sales.members_status_idx is 'Members by status without their personal data.';

-- step: create index sales.monthly_sales_key
CREATE UNIQUE INDEX monthly_sales_key ON sales.monthly_sales USING btree (month, manufacturer_id);

-- step: comment index sales.monthly_sales_key
comment on index sales.monthly_sales_key is 'One row per month and manufacturer; lets REFRESH run CONCURRENTLY.';

-- step: create index sales.monthly_sales_manufacturer_id_idx
CREATE INDEX monthly_sales_manufacturer_id_idx ON sales.monthly_sales USING btree (manufacturer_id, month) INCLUDE (revenue);

-- step: comment index sales.monthly_sales_manufacturer_id_idx
comment on index sales.monthly_sales_manufacturer_id_idx is 'The course of one manufacturer.';

-- step: create index sales.transaction_items_item_id_idx
CREATE INDEX transaction_items_item_id_idx ON sales.transaction_items USING btree (item_id) INCLUDE (quantity, line_price);

-- step: comment index sales.transaction_items_item_id_idx
comment on index sales.transaction_items_item_id_idx is 'Sales of an item; serves the foreign key.';

-- step: create index sales.transactions_completed_on_idx
CREATE INDEX transactions_completed_on_idx ON sales.transactions USING btree (completed_on) INCLUDE (membership_id, total_price) WHERE (status = 'completed'::sales.transaction_status);

-- step: comment index sales.transactions_completed_on_idx
comment on index sales.transactions_completed_on_idx is 'Sales of a period, and who made them.';

-- step: create index sales.transactions_membership_id_idx
CREATE INDEX transactions_membership_id_idx ON sales.transactions USING btree (membership_id, created_at DESC);

-- step: comment index sales.transactions_membership_id_idx
comment on index sales.transactions_membership_id_idx is 'Purchases of a member, latest first.';

-- step: create index sales.transactions_pending_idx
CREATE INDEX transactions_pending_idx ON sales.transactions USING btree (created_at) WHERE (status = 'pending'::sales.transaction_status);

-- step: comment index sales.transactions_pending_idx
comment on index sales.transactions_pending_idx is 'Baskets that wait for payment, oldest first.';

-- step: create index sales.transactions_to_ship_idx
CREATE INDEX transactions_to_ship_idx ON sales.transactions USING btree (completed_on, transaction_id) INCLUDE (total_weight_kg) WHERE ((status = 'completed'::sales.transaction_status) AND (shipped_at IS NULL));

-- step: comment index sales.transactions_to_ship_idx
comment on index sales.transactions_to_ship_idx is 'What is still to be shipped. Stays small however much was sold.';

-- step: create index support.tickets_unresolved
CREATE INDEX tickets_unresolved ON support.tickets USING btree (opened_at) WHERE ((resolved_at IS NULL) AND (closed_at IS NULL));

-- step: create index warehouse.dim_member_current
CREATE UNIQUE INDEX dim_member_current ON warehouse.dim_member USING btree (membership_id) WHERE (valid_to IS NULL);

-- step: create index warehouse.fact_sales_by_day
CREATE INDEX fact_sales_by_day ON warehouse.fact_sales USING btree (day);

-- step: create trigger items_date_cost on sales.items
CREATE TRIGGER items_date_cost BEFORE UPDATE ON sales.items FOR EACH ROW WHEN (((old.cost IS DISTINCT FROM new.cost) OR (old.cost_since IS DISTINCT FROM new.cost_since))) EXECUTE FUNCTION sales.date_cost();

-- step: comment trigger items_date_cost on sales.items
comment on trigger items_date_cost on sales.items is 'Moves cost_since along with the cost, and never without it.';

-- step: create trigger items_keep_cost on sales.items
CREATE TRIGGER items_keep_cost AFTER INSERT OR UPDATE OF cost ON sales.items FOR EACH ROW EXECUTE FUNCTION sales.keep_cost();

-- step: comment trigger items_keep_cost on sales.items
comment on trigger items_keep_cost on sales.items is 'Writes the history of costs.';

-- step: create trigger transaction_items_copy_item on sales.transaction_items
CREATE TRIGGER transaction_items_copy_item BEFORE INSERT ON sales.transaction_items FOR EACH ROW WHEN (((new.unit_price IS NULL) OR (new.unit_weight_kg IS NULL))) EXECUTE FUNCTION sales.copy_item_to_line();

-- step: comment trigger transaction_items_copy_item on sales.transaction_items
comment on trigger transaction_items_copy_item on sales.transaction_items is 'Fixes price and weight at the time of sale.';

-- step: create trigger transaction_items_no_truncate on sales.transaction_items
CREATE TRIGGER transaction_items_no_truncate BEFORE TRUNCATE ON sales.transaction_items FOR EACH STATEMENT EXECUTE FUNCTION sales.refuse_truncate();

-- step: comment trigger transaction_items_no_truncate on sales.transaction_items
comment on trigger transaction_items_no_truncate on sales.transaction_items is 'Lines are removed one by one, so that totals follow.';

-- step: create trigger transaction_items_only_for_sale on sales.transaction_items
CREATE TRIGGER transaction_items_only_for_sale AFTER INSERT ON sales.transaction_items REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION sales.check_items_for_sale();

-- step: comment trigger transaction_items_only_for_sale on sales.transaction_items
comment on trigger transaction_items_only_for_sale on sales.transaction_items is 'Refuses items that are not offered.';

-- step: create trigger transaction_items_totals_delete on sales.transaction_items
CREATE TRIGGER transaction_items_totals_delete AFTER DELETE ON sales.transaction_items REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION sales.refresh_transaction_totals();

-- step: comment trigger transaction_items_totals_delete on sales.transaction_items
comment on trigger transaction_items_totals_delete on sales.transaction_items is 'Keeps the totals, and the lines of closed transactions frozen.';

-- step: create trigger transaction_items_totals_insert on sales.transaction_items
CREATE TRIGGER transaction_items_totals_insert AFTER INSERT ON sales.transaction_items REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION sales.refresh_transaction_totals();

-- step: comment trigger transaction_items_totals_insert on sales.transaction_items
comment on trigger transaction_items_totals_insert on sales.transaction_items is 'Keeps the totals, and the lines of closed transactions frozen.';

-- step: create trigger transaction_items_totals_update on sales.transaction_items
CREATE TRIGGER transaction_items_totals_update AFTER UPDATE ON sales.transaction_items REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION sales.refresh_transaction_totals();

-- step: comment trigger transaction_items_totals_update on sales.transaction_items
comment on trigger transaction_items_totals_update on sales.transaction_items is 'Keeps the totals, and the lines of closed transactions frozen.';

-- step: create trigger transactions_close on sales.transactions
CREATE TRIGGER transactions_close BEFORE UPDATE ON sales.transactions FOR EACH ROW WHEN ((old.status IS DISTINCT FROM new.status)) EXECUTE FUNCTION sales.close_transaction();

-- step: comment trigger transactions_close on sales.transactions
comment on trigger transactions_close on sales.transactions is 'Dates the end of a basket, and keeps ends final.';

-- step: create trigger transactions_totals_agree on sales.transactions
CREATE CONSTRAINT TRIGGER transactions_totals_agree AFTER UPDATE ON sales.transactions DEFERRABLE INITIALLY IMMEDIATE FOR EACH ROW WHEN (((old.total_price IS DISTINCT FROM new.total_price) OR (old.total_weight_kg IS DISTINCT FROM new.total_weight_kg))) EXECUTE FUNCTION sales.check_transaction_totals();

-- step: comment trigger transactions_totals_agree on sales.transactions
comment on trigger transactions_totals_agree on sales.transactions is 'Refuses a total that is not the sum of its lines.';

-- step: create trigger transactions_totals_agree_when_new on sales.transactions
CREATE CONSTRAINT TRIGGER transactions_totals_agree_when_new AFTER INSERT ON sales.transactions DEFERRABLE INITIALLY IMMEDIATE FOR EACH ROW WHEN (((new.total_price <> (0)::numeric) OR (new.total_weight_kg <> (0)::numeric))) EXECUTE FUNCTION sales.check_transaction_totals();

-- step: comment trigger transactions_totals_agree_when_new on sales.transactions
comment on trigger transactions_totals_agree_when_new on sales.transactions is 'Refuses a total without lines.';

-- step: create policy applications_become_members on sales.members
create policy applications_become_members on sales.members for all to etl using (true) with check (true);

-- step: comment policy applications_become_members on sales.members
comment on policy applications_become_members on sales.members is 'Who runs the pipelines adds members, and sees that they are there; column grants say what of them.';

-- step: create policy own_contact on sales.members
create policy own_contact on sales.members for update to member_portal using ((membership_id = ( SELECT current_setting('app.member'::text, true) AS current_setting))) with check ((membership_id = ( SELECT current_setting('app.member'::text, true) AS current_setting)));

-- step: comment policy own_contact on sales.members
comment on policy own_contact on sales.members is 'Members change how they are reached; column grants say which fields.';

-- step: create policy own_row on sales.members
create policy own_row on sales.members for select to member_portal using ((membership_id = ( SELECT current_setting('app.member'::text, true) AS current_setting)));

-- step: comment policy own_row on sales.members
comment on policy own_row on sales.members is 'Members see themselves. The portal says who is asking in app.member.';

-- step: create policy people_are_forgotten on sales.members
create policy people_are_forgotten on sales.members for all to privacy using (true) with check (true);

-- step: comment policy people_are_forgotten on sales.members
comment on policy people_are_forgotten on sales.members is 'Whoever answers for data protection finds any member by its name here, and writes over who that is.';

-- step: create policy teams_read on sales.members
create policy teams_read on sales.members for select to analytics, storefront using (true);

-- step: comment policy teams_read on sales.members
comment on policy teams_read on sales.members is 'Teams read every row; column grants keep who the member is from them.';

-- step: create policy logistics_ships on sales.transactions
create policy logistics_ships on sales.transactions for update to logistics using ((status = 'completed'::sales.transaction_status)) with check ((status = 'completed'::sales.transaction_status));

-- step: comment policy logistics_ships on sales.transactions
comment on policy logistics_ships on sales.transactions is 'Shipping changes completed transactions, no others. Column grants say which fields.';

-- step: create policy members_read_own on sales.transactions
create policy members_read_own on sales.transactions for select to member_portal using ((membership_id = ( SELECT current_setting('app.member'::text, true) AS current_setting)));

-- step: comment policy members_read_own on sales.transactions
comment on policy members_read_own on sales.transactions is 'Members see what they bought.';

-- step: create policy storefront_closes on sales.transactions
create policy storefront_closes on sales.transactions for update to storefront using ((status = 'pending'::sales.transaction_status)) with check (true);

-- step: comment policy storefront_closes on sales.transactions
comment on policy storefront_closes on sales.transactions is 'The website completes or cancels baskets, and leaves the past alone.';

-- step: create policy storefront_opens on sales.transactions
create policy storefront_opens on sales.transactions for insert to storefront with check ((status = 'pending'::sales.transaction_status));

-- step: comment policy storefront_opens on sales.transactions
comment on policy storefront_opens on sales.transactions is 'A sale begins as a basket.';

-- step: create policy teams_read on sales.transactions
create policy teams_read on sales.transactions for select to analytics, etl, logistics, storefront using (true);

-- step: comment policy teams_read on sales.transactions
comment on policy teams_read on sales.transactions is 'Whoever may read transactions reads all of them.';

-- step: revoke default privileges on functions
-- hazard: narrows_access: everybody loses execute on new functions
alter default privileges revoke execute on functions from public;
