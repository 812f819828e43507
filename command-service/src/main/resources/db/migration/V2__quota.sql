-- What quotas count.
create index snapshot_live on snapshot (organization)
    where state in ('requested', 'creating', 'available', 'deleting', 'delete-failed', 'missing');
create index operation_running on operation (organization) where status = 'running';
