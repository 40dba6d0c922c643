-- PostgreSQL 15

-- transaction
alter table public.authors drop constraint authors_login_key;
alter table public.comments drop constraint comments_parent_fkey;
alter table public.posts drop constraint posts_slug_key;
alter table public.tags drop constraint tags_name_key;
drop view public.recent_posts;
-- narrows_access
alter table public.comments enable row level security;
-- narrows_access
alter table public.posts enable row level security;
-- narrows_access
alter table public.posts force row level security;
create table public.tenants (
    id integer not null,
    name text not null,
    constraint tenants_name_key UNIQUE (name),
    constraint tenants_pkey PRIMARY KEY (id)
);
alter table public.authors add column tenant integer;
alter table public.comments add column tenant integer;
alter table public.posts add column tenant integer;
alter table public.posts add column updated_at timestamp with time zone;
CREATE OR REPLACE FUNCTION public.touch()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$begin new.updated_at := now(); return new; end$function$;
alter table public.tags add column tenant integer;
CREATE OR REPLACE FUNCTION public.current_tenant()
 RETURNS integer
 LANGUAGE sql
 STABLE
AS $function$select nullif(current_setting('app.tenant', true), '')::integer$function$;
create view public.recent_posts with (security_invoker = true) as
 SELECT posts.id,
    posts.tenant,
    posts.slug,
    posts.title,
    posts.at
   FROM public.posts
  WHERE posts.published
  ORDER BY posts.at DESC
 LIMIT 10;
CREATE OR REPLACE TRIGGER touch BEFORE UPDATE ON public.posts FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.touch();
-- widens_access
create policy tenant on public.comments for all to public using ((tenant = public.current_tenant()));
-- widens_access
create policy tenant on public.posts for all to public using ((tenant = public.current_tenant())) with check ((tenant = public.current_tenant()));

-- outside of a transaction
drop index concurrently public.posts_at;

-- transaction
alter table public.authors add constraint authors_tenant_fkey FOREIGN KEY (tenant) REFERENCES public.tenants(id) NOT VALID;

-- transaction
-- depends_on_data
alter table public.authors validate constraint authors_tenant_fkey;

-- outside of a transaction
-- depends_on_data
create unique index concurrently authors_tenant_login_key on public.authors (tenant, login);

-- transaction
alter table public.authors add constraint authors_tenant_login_key unique using index authors_tenant_login_key;
alter table public.comments add constraint comments_body_check CHECK ((length(body) < 10000)) NOT VALID;

-- transaction
-- depends_on_data
alter table public.comments validate constraint comments_body_check;
alter table public.comments add constraint comments_parent_fkey FOREIGN KEY (parent) REFERENCES public.comments(id) ON DELETE CASCADE NOT VALID;

-- transaction
-- depends_on_data
alter table public.comments validate constraint comments_parent_fkey;
alter table public.comments add constraint comments_tenant_fkey FOREIGN KEY (tenant) REFERENCES public.tenants(id) NOT VALID;

-- transaction
-- depends_on_data
alter table public.comments validate constraint comments_tenant_fkey;
alter table public.posts add constraint posts_tenant_fkey FOREIGN KEY (tenant) REFERENCES public.tenants(id) NOT VALID;

-- transaction
-- depends_on_data
alter table public.posts validate constraint posts_tenant_fkey;

-- outside of a transaction
-- depends_on_data
create unique index concurrently posts_tenant_slug_key on public.posts (tenant, slug) nulls not distinct;

-- transaction
alter table public.posts add constraint posts_tenant_slug_key unique using index posts_tenant_slug_key;
alter table public.tags add constraint tags_tenant_fkey FOREIGN KEY (tenant) REFERENCES public.tenants(id) NOT VALID;

-- transaction
-- depends_on_data
alter table public.tags validate constraint tags_tenant_fkey;

-- outside of a transaction
-- depends_on_data
create unique index concurrently tags_tenant_name_key on public.tags (tenant, name);

-- transaction
alter table public.tags add constraint tags_tenant_name_key unique using index tags_tenant_name_key;

-- outside of a transaction
CREATE INDEX CONCURRENTLY comments_post ON public.comments USING btree (post);

-- outside of a transaction
CREATE INDEX CONCURRENTLY posts_tenant_at ON public.posts USING btree (tenant, at DESC) WHERE published;
