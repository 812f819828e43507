-- Snapshots whose names a recovery has yet to reserve: it may be interrupted.
create table name_to_reserve (snapshot_id uuid primary key);
