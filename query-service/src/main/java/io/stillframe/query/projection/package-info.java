/** Folds the topics into the tables that answers are read from. */
@NullMarked
package io.stillframe.query.projection;

import org.jspecify.annotations.NullMarked;
