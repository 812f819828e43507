/** Where database work runs. */
@NullMarked
package io.stillframe.worker.database;

import org.jspecify.annotations.NullMarked;
