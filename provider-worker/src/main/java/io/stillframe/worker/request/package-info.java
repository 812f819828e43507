/** Requests that come in: taken once, and what each means for its snapshot. */
@NullMarked
package io.stillframe.worker.request;

import org.jspecify.annotations.NullMarked;
