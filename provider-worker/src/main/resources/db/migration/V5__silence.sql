-- Whether those who wait were told that their provider is silent; they are told when that changes.
alter table task add column waiting_silent boolean not null default false;

create index task_told_of_silence on task (provider, waiting_silent, due_at) where open and waiting_told;
