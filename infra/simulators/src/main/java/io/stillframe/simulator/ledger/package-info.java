/** The record of all that a simulated cloud was asked and has done. */
@NullMarked
package io.stillframe.simulator.ledger;

import org.jspecify.annotations.NullMarked;
