-- The inventory asks in each pass for those that are there; most that ever were are not.
create index snapshot_there on snapshot (provider, environment) where state not in ('rejected', 'failed', 'deleted');
