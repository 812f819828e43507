-- Messages that are decided but not yet, or only just, on the broker. Ids follow the order of decisions per key,
-- because whoever appends has locked the aggregate's row first.
create table outbox (
    id bigint generated always as identity primary key,
    topic text not null,
    key text not null,
    headers jsonb not null,
    value text,
    appended_at timestamptz not null default now(),
    published_at timestamptz,
    attempts int not null default 0,
    -- Set when the broker refuses this very row; later rows of its key wait behind it.
    retry_at timestamptz
);

create index outbox_pending on outbox (id) where published_at is null;
create index outbox_published on outbox (published_at) where published_at is not null;
create index outbox_held_back on outbox (topic, key, id) where published_at is null and retry_at is not null;

-- The one relay that may publish, until its lease ends.
create table outbox_leader (
    only_row boolean primary key default true check (only_row),
    holder uuid not null,
    expires_at timestamptz not null
);
