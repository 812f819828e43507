/** How the command service takes from the topics what a restored database has lost. */
@NullMarked
package io.stillframe.command.recovery;

import org.jspecify.annotations.NullMarked;
