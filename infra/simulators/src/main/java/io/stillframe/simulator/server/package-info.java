/** What both clouds stand on: HTTP, routing, the control API, and how a fault reaches the wire. */
@NullMarked
package io.stillframe.simulator.server;

import org.jspecify.annotations.NullMarked;
