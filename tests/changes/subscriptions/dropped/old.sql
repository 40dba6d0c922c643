create subscription chg_sub_dropped connection 'host=localhost dbname=nowhere' publication a with (connect = false, slot_name = none);
