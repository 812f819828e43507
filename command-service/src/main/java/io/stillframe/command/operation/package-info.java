/** Accepted requests: what became of them, once each, and until when. */
@NullMarked
package io.stillframe.command.operation;

import org.jspecify.annotations.NullMarked;
