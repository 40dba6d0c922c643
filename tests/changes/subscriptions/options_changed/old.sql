create subscription chg_sub_options connection 'host=localhost dbname=nowhere' publication a with (connect = false, slot_name = none);
