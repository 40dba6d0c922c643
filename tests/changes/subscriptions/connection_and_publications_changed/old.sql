create subscription chg_sub_changed connection 'host=localhost dbname=one' publication a, b with (connect = false, slot_name = none);
