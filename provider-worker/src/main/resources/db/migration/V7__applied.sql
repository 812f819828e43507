-- How far each topic is taken, stored with the rows that it was taken into.
create table applied_offset (
  topic       text   not null,
  partition   int    not null,
  next_offset bigint not null,
  primary key (topic, partition)
);
