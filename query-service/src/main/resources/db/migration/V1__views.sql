-- Each row is guarded by the version of what it shows. No column comes from a clock or a sequence of
-- this service: the tables are a function of the topics. `document` is the answer as it goes out; the
-- other columns are what answers are searched and sorted by.

create table snapshot_view (
  id           uuid primary key,
  organization text        not null,
  provider     text        not null,
  environment  text        not null,
  volume_id    text        not null,
  name         text        not null,
  state        text        not null,
  labels       jsonb       not null,
  created_at   timestamptz not null,
  version      bigint      not null, -- 0: seen as a request only
  revision     bigint      not null,
  document     text        not null
);

create index snapshot_view_by_time on snapshot_view (organization, created_at desc, id desc) where state <> 'deleted';
create index snapshot_view_by_name on snapshot_view (organization, name, id) where state <> 'deleted';
create index snapshot_view_deleted on snapshot_view (organization, created_at desc, id desc) where state = 'deleted';
create index snapshot_view_by_volume on snapshot_view (organization, provider, environment, volume_id);

create table timeline_entry (
  snapshot_id           uuid        not null,
  slot                  bigint      not null, -- the version; 0 for `progressed`, of which the latest is kept
  version               bigint      not null,
  organization          text        not null,
  previous_organization text,                 -- the former owner, who sees the transfer as well
  document              text        not null, -- with the owner's operations only
  previous_document     text,                 -- the same with the former owner's
  primary key (snapshot_id, slot)
);

create table operation_view (
  id           uuid primary key,
  organization text        not null,
  snapshot_id  uuid        not null,
  kind         text        not null,
  status       text        not null,
  ended        boolean     not null,
  created_at   timestamptz not null,
  version      bigint      not null, -- of the snapshot, when this was told; 0: seen as a request only
  document     text        not null
);

create index operation_view_by_time on operation_view (organization, created_at desc, id desc);
create index operation_view_by_snapshot on operation_view (snapshot_id);

create table volume_view (
  key          text primary key,
  organization text   not null,
  provider     text   not null,
  environment  text   not null,
  name         text   not null,
  version      bigint not null,
  document     text   not null
);

create index volume_view_by_name on volume_view (organization, name, key);

create table provider_view (
  key          text primary key,
  organization text   not null,
  version      bigint not null,
  document     text   not null -- without the owner, which not everybody may see
);

-- How far each topic is applied, stored with the rows that it was applied to.
create table applied_offset (
  topic       text   not null,
  partition   int    not null,
  next_offset bigint not null,
  primary key (topic, partition)
);
