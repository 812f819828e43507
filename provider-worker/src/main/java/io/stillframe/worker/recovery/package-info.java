/** How the worker takes from the topics what a restored database has lost. */
@NullMarked
package io.stillframe.worker.recovery;

import org.jspecify.annotations.NullMarked;
