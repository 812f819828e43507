/** Drives Scaleway: the legacy API, or its direct successor Instance v1. */
@NullMarked
package io.stillframe.worker.provider.scaleway;

import org.jspecify.annotations.NullMarked;
