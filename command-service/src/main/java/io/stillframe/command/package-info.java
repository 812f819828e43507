/** The command service: accepts requests and publishes them to the workers. */
@NullMarked
package io.stillframe.command;

import org.jspecify.annotations.NullMarked;
