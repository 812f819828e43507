-- What is still cleaned up though its operation has ended has a step of its own.
update task set step = 'sweep'
from snapshot s
where task.open and task.kind = 'create' and task.step = 'settle'
    and s.id = task.snapshot_id and s.state in ('rejected', 'failed');
