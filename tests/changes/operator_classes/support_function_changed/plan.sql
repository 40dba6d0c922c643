-- PostgreSQL 15

-- transaction
drop index public.items_size;
drop operator class public.size_ops using btree;
create operator class public.size_ops for type text using btree family public.size_ops as operator 1 <(text,text), operator 2 <=(text,text), operator 3 =(text,text), operator 4 >=(text,text), operator 5 >(text,text), function 1 (text, text) public.by_bytes(text,text);

-- outside of a transaction
CREATE INDEX CONCURRENTLY items_size ON public.items USING btree (name public.size_ops);
