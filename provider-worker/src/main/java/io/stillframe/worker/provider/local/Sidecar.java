package io.stillframe.worker.provider.local;

import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * What an operator, or a restore, says about an image in the file beside it, {@code <image>.json}.
 * Every member is optional.
 *
 * @param restoredBy the operation that made the image
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Sidecar(
    @Nullable String id,
    @Nullable String name,
    @Nullable String type,
    @Nullable String organization,
    @Nullable String instanceId,
    @Nullable String instanceName,
    @Nullable UUID restoredBy) {

  static final Sidecar NONE = new Sidecar(null, null, null, null, null, null, null);
}
