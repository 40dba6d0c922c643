-- What is needed stands below what needs it, and one name stands for several things.
create operator class label_ops default for type label using hash as operator 1 ====, function 1 label_hash(label);
create operator class label_ops default for type label using btree as
    operator 1 <<<, operator 2 app.<<=, operator 3 ====, operator 4 >>=, operator 5 app.>>>(label, label),
    function 1 label_compare(label, label);
create operator @@@ (rightarg = label, function = label_is_long);
create operator ==== (leftarg = label, rightarg = label, function = label_equal, commutator = ====, hashes, merges);
create operator <<< (leftarg = label, rightarg = label, function = label_less, commutator = >>>, negator = >>=);
create operator >>> (leftarg = label, rightarg = label, function = label_more, commutator = <<<);
create operator <<= (leftarg = label, rightarg = label, function = label_at_most);
create operator >>= (leftarg = label, rightarg = label, function = label_at_least);
create function label_is_long(label) returns boolean language internal immutable strict as 'textlen';
create function label_equal(label, label) returns boolean language internal immutable strict as 'texteq';
create function label_less(label, label) returns boolean language internal immutable strict as 'text_lt';
create function label_more(label, label) returns boolean language internal immutable strict as 'text_gt';
create function label_at_most(label, label) returns boolean language internal immutable strict as 'text_le';
create function label_at_least(label, label) returns boolean language internal immutable strict as 'text_ge';
create function label_compare(label, label) returns integer language internal immutable strict as 'bttextcmp';
create function label_hash(label) returns integer language internal immutable strict as 'hashtext';
create type label (input = label_in, output = label_out, like = text, collatable = true);
create function label_in(cstring) returns label language internal immutable strict as 'textin';
create function label_out(label) returns cstring language internal immutable strict as 'textout';
create type label;
create type announced;
create text search dictionary simple (template = app.simple);
create text search template simple (init = dsimple_init, lexize = dsimple_lexize);
create text search configuration simple (copy = pg_catalog.simple);
alter text search configuration simple alter mapping for asciiword with app.simple;
