/** How statements are run. */
@NullMarked
package io.stillframe.command.database;

import org.jspecify.annotations.NullMarked;
