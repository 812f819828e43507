/**
 * One address for the whole API. What {@code infra/up} and compose put before the services, and
 * whoever has no gateway of their own.
 */
@NullMarked
package io.stillframe.gateway;

import org.jspecify.annotations.NullMarked;
