/** CloudMC's API as it goes over the wire: what both services answer with. */
@NullMarked
package io.stillframe.dialect.cloudmc;

import org.jspecify.annotations.NullMarked;
