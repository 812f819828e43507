/** A cloud that speaks the CloudMC API in front of CloudStack. */
@NullMarked
package io.stillframe.simulator.cloudmc;

import org.jspecify.annotations.NullMarked;
