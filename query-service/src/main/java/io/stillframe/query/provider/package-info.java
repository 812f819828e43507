/** Providers with their environments, as answers. */
@NullMarked
package io.stillframe.query.provider;

import org.jspecify.annotations.NullMarked;
