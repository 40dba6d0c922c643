create subscription chg_sub_changed connection 'host=localhost dbname=two' publication b, c with (connect = false, slot_name = none);
