/** CloudMC's API, as far as it changes something. */
@NullMarked
package io.stillframe.command.cloudmc;

import org.jspecify.annotations.NullMarked;
