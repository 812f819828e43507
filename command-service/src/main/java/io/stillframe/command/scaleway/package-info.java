/** Scaleway's API, as far as it changes something. */
@NullMarked
package io.stillframe.command.scaleway;

import org.jspecify.annotations.NullMarked;
