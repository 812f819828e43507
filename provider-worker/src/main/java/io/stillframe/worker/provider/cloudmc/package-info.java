/** Drives CloudMC (Cox Edge and others): snapshots are the ones of its CloudStack services. */
@NullMarked
package io.stillframe.worker.provider.cloudmc;

import org.jspecify.annotations.NullMarked;
