/** What administrators ask for, and what is told of it. */
@NullMarked
package io.stillframe.worker.admin;

import org.jspecify.annotations.NullMarked;
