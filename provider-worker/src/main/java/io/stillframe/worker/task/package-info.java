/** The durable task engine: due steps, leases, attempts and what their answers mean. */
@NullMarked
package io.stillframe.worker.task;

import org.jspecify.annotations.NullMarked;
