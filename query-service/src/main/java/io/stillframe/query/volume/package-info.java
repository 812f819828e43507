/** The inventory of volumes, as answers. */
@NullMarked
package io.stillframe.query.volume;

import org.jspecify.annotations.NullMarked;
