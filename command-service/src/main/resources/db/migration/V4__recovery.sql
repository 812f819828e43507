-- What has run for days is sent again, so that its request does not leave the topic.
create index operation_aging on operation (sent_at) where heard and status = 'running';

-- Snapshots whose names a recovery has yet to reserve: it may be interrupted.
create table name_to_reserve (snapshot_id uuid primary key);
