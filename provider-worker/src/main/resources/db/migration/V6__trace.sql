-- The W3C traceparent of the message that asked for the task: its steps continue that trace. Null where nobody traces.
alter table task add column traceparent text;
