/** The snapshot aggregate: requests in, events out. */
@NullMarked
package io.stillframe.worker.snapshot;

import org.jspecify.annotations.NullMarked;
