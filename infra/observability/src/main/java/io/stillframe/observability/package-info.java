/**
 * How what the services do becomes visible: traces over process borders, and log lines with keys.
 */
@NullMarked
package io.stillframe.observability;

import org.jspecify.annotations.NullMarked;
