/**
 * The provider worker: takes requests, executes them against the providers, tells what happened.
 */
@NullMarked
package io.stillframe.worker;

import org.jspecify.annotations.NullMarked;
