-- What the inventory found, as it was told last.
create table finding (
    id uuid primary key,
    provider text not null,
    environment text not null,
    status text not null,
    document jsonb not null
);

create index finding_unresolved on finding (provider, environment) where status <> 'resolved';

-- Copies of no snapshot that are to go; the request is the administrator's who wants it.
create table removal (
    id bigint generated always as identity primary key,
    provider text not null,
    environment text not null,
    copy text not null,
    finding_id uuid not null references finding (id),
    request jsonb,
    due_at timestamptz not null default now(),
    attempts int not null default 0
);

create index removal_due on removal (due_at);

-- A provider may not show yet what changed a moment ago.
alter table snapshot add column changed_at timestamptz not null default now();

create index snapshot_here on snapshot (provider, environment, changed_at);
-- Markers are made of an id's end.
create index snapshot_tail on snapshot (right(cast(id as text), 12));
create index snapshot_copy on snapshot (provider, environment, (document ->> 'providerSnapshotId'));
