/** What may be asked of snapshots, and the rules for asking. */
@NullMarked
package io.stillframe.command.snapshot;

import org.jspecify.annotations.NullMarked;
