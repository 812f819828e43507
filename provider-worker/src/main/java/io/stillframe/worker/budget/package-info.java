/** How much each provider may be asked at a time, and what was learned of it. */
@NullMarked
package io.stillframe.worker.budget;

import org.jspecify.annotations.NullMarked;
