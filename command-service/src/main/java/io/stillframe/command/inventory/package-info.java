/** What is known of providers and volumes when a request comes in. */
@NullMarked
package io.stillframe.command.inventory;

import org.jspecify.annotations.NullMarked;
