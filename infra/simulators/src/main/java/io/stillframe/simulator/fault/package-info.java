/** What can go wrong on demand. */
@NullMarked
package io.stillframe.simulator.fault;

import org.jspecify.annotations.NullMarked;
