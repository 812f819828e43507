/** Scaleway's API, as far as it answers questions. */
@NullMarked
package io.stillframe.query.scaleway;

import org.jspecify.annotations.NullMarked;
