-- When each row was told, by the times that the topics have: entries leave by it, as records leave their topic. A row
-- that only a request tells of has the time when that was last sent. Rows from before get the nearest time that their
-- document has; a rebuild gives them the right one.
alter table snapshot_view add column told_at timestamptz;
update snapshot_view set told_at = created_at;
alter table snapshot_view alter column told_at set not null;
create index snapshot_view_told on snapshot_view (told_at) where version = 0 or state = 'deleted';

alter table timeline_entry add column told_at timestamptz;
update timeline_entry set told_at = cast(cast(document as json) ->> 'time' as timestamptz);
alter table timeline_entry alter column told_at set not null;
create index timeline_entry_told on timeline_entry (told_at);

alter table operation_view add column told_at timestamptz;
update operation_view set told_at = coalesce(cast(cast(document as json) ->> 'endedAt' as timestamptz), created_at);
alter table operation_view alter column told_at set not null;
create index operation_view_told on operation_view (told_at);

create table finding_view (
  id            uuid primary key,
  provider      text        not null,
  environment   text        not null,
  kind          text        not null,
  status        text        not null,
  first_seen_at timestamptz not null,
  version       bigint      not null,
  document      text        not null
);

create index finding_view_by_time on finding_view (status, first_seen_at desc, id desc);

-- What administrators asked for. The request and what became of it come by two topics, in any order.
create table admin_action_view (
  id         uuid primary key,
  created_at timestamptz not null, -- as the id tells it
  action     text        not null,
  target     text        not null,
  status     text        not null,
  request    text,                 -- the answer but for its outcome
  outcome    text,                 -- the members of the answer that tell it
  told_at    timestamptz           -- when it came about
);

create index admin_action_view_by_time on admin_action_view (created_at desc, id desc);
create index admin_action_view_by_target on admin_action_view (target);

create table dead_letter_view (
  id             text primary key,
  consumer_group text        not null,
  topic          text        not null, -- where the record could not be taken from
  told_at        timestamptz not null,
  document       text        not null
);

create index dead_letter_view_by_time on dead_letter_view (told_at desc, id desc);

-- Who rebuilds the read model. Not part of it: it is about this database, and is not rebuilt.
create table rebuild_lease (
  only_row   boolean primary key default true check (only_row),
  action     uuid,
  holder     uuid,
  expires_at timestamptz not null default '-infinity',
  attempts   int         not null default 0,
  outcome    text -- how the action ended, from the commit that ended it until everybody can see it
);

insert into rebuild_lease default values;
