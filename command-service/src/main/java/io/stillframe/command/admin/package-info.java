/** What administrators ask for, and what is told of it. */
@NullMarked
package io.stillframe.command.admin;

import org.jspecify.annotations.NullMarked;
