-- Accepted requests. A request without any event for some time is sent again from here.
create table operation (
    id uuid primary key,
    kind text not null,
    status text not null,
    organization text not null,
    snapshot_id uuid not null,
    created_at timestamptz not null,
    deadline timestamptz,
    ended_at timestamptz,
    document jsonb not null,
    request jsonb not null,
    sent_at timestamptz not null,
    -- Whether a worker was heard of it.
    heard boolean not null default false
);

create index operation_by_snapshot on operation (snapshot_id, created_at);
create index operation_unheard on operation (sent_at) where not heard;

-- Each snapshot as the workers told of it last: it says what may be asked of it next.
create table snapshot (
    id uuid primary key,
    organization text not null,
    provider text not null,
    environment text not null,
    name text not null,
    state text not null,
    version bigint not null,
    document jsonb not null
);

-- Names of live snapshots, and those that running operations would give. A rename holds both until it has ended.
create table name_reservation (
    organization text not null,
    provider text not null,
    environment text not null,
    name text not null,
    snapshot_id uuid not null,
    operation_id uuid not null,
    primary key (organization, provider, environment, name)
);

create index name_reservation_by_snapshot on name_reservation (snapshot_id);

create table idempotency_key (
    organization text not null,
    key text not null,
    fingerprint text not null,
    operation_id uuid not null,
    accepted_at timestamptz not null,
    primary key (organization, key)
);

create index idempotency_key_age on idempotency_key (accepted_at);

create table volume (
    provider text not null,
    environment text not null,
    id text not null,
    version bigint not null,
    document jsonb not null,
    primary key (provider, environment, id)
);

create table environment (
    provider text not null,
    name text not null,
    version bigint not null,
    document jsonb not null,
    primary key (provider, name)
);
