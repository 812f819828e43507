/** Operations, as answers. */
@NullMarked
package io.stillframe.query.operation;

import org.jspecify.annotations.NullMarked;
