/**
 * Runs the whole of Stillframe on one machine: embedded PostgreSQL and Kafka, the three services
 * and the gateway in front of them. The two servers are also what the tests of the other modules
 * stand on.
 */
@NullMarked
package io.stillframe.local;

import org.jspecify.annotations.NullMarked;
