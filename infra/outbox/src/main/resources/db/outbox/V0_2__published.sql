-- The latest row that the broker is known to have. Records carry the id of their row, so a database that is older than
-- what was published of it can be told.
alter table outbox_leader add column published_id bigint not null default 0;
