/** How much an organization may have. */
@NullMarked
package io.stillframe.command.quota;

import org.jspecify.annotations.NullMarked;
