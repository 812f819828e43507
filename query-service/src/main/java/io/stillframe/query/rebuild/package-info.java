/** Folds the topics anew beside the tables that are read, and puts the result in their place. */
@NullMarked
package io.stillframe.query.rebuild;

import org.jspecify.annotations.NullMarked;
