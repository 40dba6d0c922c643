create type public.tiny_text;
create function public.tiny_in(cstring) returns public.tiny_text language internal immutable strict as 'textin';
create function public.tiny_out(public.tiny_text) returns cstring language internal immutable strict as 'textout';
create type public.tiny_text (input = public.tiny_in, output = public.tiny_out, like = text);
