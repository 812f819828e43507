/** Two clouds in one process, for tests: servers that answer as CloudMC and Scaleway do. */
@NullMarked
package io.stillframe.simulator;

import org.jspecify.annotations.NullMarked;
