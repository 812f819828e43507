-- What each connection, or one of its environments, may be asked; '' is the connection as a whole.
create table budget (
    provider text not null,
    environment text not null,
    document jsonb not null,
    primary key (provider, environment)
);

-- Whose task it is, and in which queue it waits: 0 what goes on or is cleaned up, 1 what changes or removes a copy or
-- is swept, 2 what begins a copy or a new volume.
alter table task add column organization text generated always as (request ->> 'organization') stored;
alter table task add column lane smallint generated always as (case
    -- Also what had begun when its worker died: its place is its own.
    when step in ('observe', 'settle') or in_flight then 0
    when step = 'start' and kind in ('create', 'restore') and not cancelled then 2
    else 1 end) stored;
-- Whether it was told that it waits for its turn, and until when if that was known.
alter table task add column waiting_told boolean not null default false;
alter table task add column waiting_until timestamptz;
alter table task add column created_at timestamptz not null default now();

-- Of the rows that are open, statistics are stale within seconds. So each statement finds one index for what it asks,
-- and no other that seems as good: the one by snapshot is for all rows, and there is none by due time alone.
drop index task_due;
drop index task_open_by_snapshot;
create index task_by_snapshot on task (snapshot_id, id);
create index task_untold on task (due_at) where open and not waiting_told;
create index task_told on task (waiting_until) where open and waiting_until is not null;
create index task_queue on task (provider, organization, lane, due_at, id) where open;
create index task_deadline on task (deadline) where open and step <> 'sweep';

-- When a queue of an organization had its last turn at a provider.
create table turn (
    provider text not null,
    organization text not null,
    lane smallint not null,
    served_at timestamptz not null,
    primary key (provider, organization, lane)
);
