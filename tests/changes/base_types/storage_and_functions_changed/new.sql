create type public.tiny_text;
create function public.tiny_in(cstring) returns public.tiny_text language internal immutable strict as 'textin';
create function public.tiny_out(public.tiny_text) returns cstring language internal immutable strict as 'textout';
create function public.tiny_receive(internal) returns public.tiny_text language internal stable strict as 'textrecv';
create function public.tiny_send(public.tiny_text) returns bytea language internal stable strict as 'textsend';
create type public.tiny_text (
    input = public.tiny_in, output = public.tiny_out, receive = public.tiny_receive, send = public.tiny_send,
    like = text, storage = external, category = 'U'
);
