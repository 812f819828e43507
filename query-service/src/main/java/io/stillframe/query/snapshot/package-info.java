/** Snapshots and their timelines, as answers. */
@NullMarked
package io.stillframe.query.snapshot;

import org.jspecify.annotations.NullMarked;
