/** What the inventory found that is not as our records have it. */
@NullMarked
package io.stillframe.query.finding;

import org.jspecify.annotations.NullMarked;
