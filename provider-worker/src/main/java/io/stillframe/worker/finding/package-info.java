/** Where the providers' snapshots and ours differ, and how that is settled. */
@NullMarked
package io.stillframe.worker.finding;

import org.jspecify.annotations.NullMarked;
