/** The snapshot aggregate: how it is stored, and how its next event is made. */
@NullMarked
package io.stillframe.worker.snapshot;

import org.jspecify.annotations.NullMarked;
