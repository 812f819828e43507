-- Requests that were taken, by message id: a request is taken once.
create table inbox (
    message_id text primary key,
    received_at timestamptz not null default now()
);

-- The aggregate. The document is what the latest event carried; the columns are what statements select by.
create table snapshot (
    id uuid primary key,
    provider text not null,
    environment text not null,
    state text not null,
    version bigint not null,
    document jsonb not null
);

-- A due step. Tasks of one snapshot run in the order of their ids.
create table task (
    id bigint generated always as identity primary key,
    snapshot_id uuid not null references snapshot (id),
    operation_id uuid not null unique,
    kind text not null,
    step text not null,
    open boolean not null default true,
    cancelled boolean not null default false,
    provider text not null,
    environment text not null,
    volume_id text not null,
    request jsonb not null,
    -- Why the operation will have failed when the clean-up is done.
    problem jsonb,
    -- By which the provider is asked how far it is, while it has told no id of the copy.
    ticket text,
    due_at timestamptz not null default now(),
    deadline timestamptz,
    -- How often this step was begun, and how often in a row it met an error.
    attempts int not null default 0,
    failures int not null default 0,
    -- When a mutating call may last have been under way: a lookup is meaningful after that.
    called_at timestamptz,
    lease_until timestamptz,
    lease_epoch bigint not null default 0,
    -- Whether it holds one of the provider's places for copies.
    in_flight boolean not null default false
);

create index task_due on task (due_at) where open;
create index task_open_by_snapshot on task (snapshot_id, id) where open;
create index task_in_flight on task (provider, environment, volume_id) where open and in_flight;

-- What the inventory saw last.
create table volume (
    provider text not null,
    environment text not null,
    id text not null,
    version bigint not null,
    document jsonb not null,
    -- A volume that is gone keeps its version: one that comes back is newer than what was told of it.
    gone boolean not null default false,
    primary key (provider, environment, id)
);

create table environment (
    provider text not null,
    name text not null,
    version bigint not null default 0,
    document jsonb,
    -- When the next inventory is due; whoever moves it takes it.
    inventory_at timestamptz not null default now(),
    primary key (provider, name)
);
