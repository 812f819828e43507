/** CloudMC's API, as far as it answers questions. */
@NullMarked
package io.stillframe.query.cloudmc;

import org.jspecify.annotations.NullMarked;
