/** What consumers could not take. */
@NullMarked
package io.stillframe.query.deadletter;

import org.jspecify.annotations.NullMarked;
