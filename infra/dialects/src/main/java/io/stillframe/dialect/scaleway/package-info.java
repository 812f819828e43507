/** Scaleway's API as it goes over the wire: what both services answer with. */
@NullMarked
package io.stillframe.dialect.scaleway;

import org.jspecify.annotations.NullMarked;
