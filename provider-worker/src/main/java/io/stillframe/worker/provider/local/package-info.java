/** The local driver: volumes are raw images or block devices, a snapshot is a full copy of one. */
@NullMarked
package io.stillframe.worker.provider.local;

import org.jspecify.annotations.NullMarked;
