/** How a reader waits for what was written a moment ago. */
@NullMarked
package io.stillframe.query.reading;

import org.jspecify.annotations.NullMarked;
