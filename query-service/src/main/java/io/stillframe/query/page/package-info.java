/** Pages of a list, by keyset. */
@NullMarked
package io.stillframe.query.page;

import org.jspecify.annotations.NullMarked;
