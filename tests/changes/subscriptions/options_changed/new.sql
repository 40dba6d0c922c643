create subscription chg_sub_options connection 'host=localhost dbname=nowhere' publication a with (connect = false, slot_name = none, binary = true, streaming = true, synchronous_commit = 'local', disable_on_error = true);
comment on subscription chg_sub_options is 'Faster.';
