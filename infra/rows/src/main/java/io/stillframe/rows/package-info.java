/** How statements over many rows are run in a reactive session. */
@NullMarked
package io.stillframe.rows;

import org.jspecify.annotations.NullMarked;
