-- PostgreSQL 15

-- transaction
alter subscription chg_sub_options set (binary = true);
alter subscription chg_sub_options set (streaming = on, disable_on_error = true);
alter subscription chg_sub_options set (synchronous_commit = 'local');
comment on subscription chg_sub_options is 'Faster.';
