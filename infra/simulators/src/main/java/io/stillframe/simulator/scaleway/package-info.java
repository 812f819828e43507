/** A cloud that speaks Scaleway's legacy API and its successor, Instance v1, on one store. */
@NullMarked
package io.stillframe.simulator.scaleway;

import org.jspecify.annotations.NullMarked;
