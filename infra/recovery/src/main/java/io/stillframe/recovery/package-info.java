/**
 * What a service does at its start when its database is older than what it has published, as after
 * a restore from a backup.
 */
@NullMarked
package io.stillframe.recovery;

import org.jspecify.annotations.NullMarked;
