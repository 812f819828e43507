/**
 * How a service takes records from Kafka so that a bad one stops nobody and a good one is never
 * dropped.
 */
@NullMarked
package io.stillframe.intake;

import org.jspecify.annotations.NullMarked;
