/**
 * What the services say to each other: requests, events, states, problems and the topics they
 * travel on.
 */
@NullMarked
package io.stillframe.contract;

import org.jspecify.annotations.NullMarked;
