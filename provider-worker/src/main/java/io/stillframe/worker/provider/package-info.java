/** The provider SPI: what a driver must do, and the configured connections. */
@NullMarked
package io.stillframe.worker.provider;

import org.jspecify.annotations.NullMarked;
