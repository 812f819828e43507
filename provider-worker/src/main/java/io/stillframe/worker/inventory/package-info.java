/** What the providers say they hold. */
@NullMarked
package io.stillframe.worker.inventory;

import org.jspecify.annotations.NullMarked;
