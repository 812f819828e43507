package io.stillframe.worker.task;

import io.stillframe.contract.Snapshot;

/**
 * A leased task and its aggregate as it was then.
 *
 * @param held whether its provider may not be asked now; it was claimed because its operation must
 *     end all the same
 */
record Claim(Task task, Snapshot snapshot, boolean held) {}
