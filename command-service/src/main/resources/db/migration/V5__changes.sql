-- What the quota of changes counts.
create index operation_changing on operation (organization) where status = 'running' and kind in ('update', 'restore');
