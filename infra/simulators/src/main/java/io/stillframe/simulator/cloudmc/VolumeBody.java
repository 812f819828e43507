package io.stillframe.simulator.cloudmc;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/** A volume as the API shows it; the offering only where it is asked for by id. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record VolumeBody(
    String id,
    String name,
    String type,
    String creationDate,
    @Nullable String instanceId,
    @Nullable String instanceName,
    String zoneId,
    String zoneName,
    @Nullable String diskOfferingId,
    @Nullable String diskOfferingName,
    String state,
    long sizeInGb) {

  static VolumeBody listed(CloudMcVolume volume, String state) {
    return body(volume, state, null, null);
  }

  static VolumeBody whole(CloudMcVolume volume, String state) {
    return body(volume, state, "21ba9c9b-a31e-496e-983f-e3041525bf95", "50GB - 50 IOPS Min.");
  }

  private static VolumeBody body(
      CloudMcVolume volume,
      String state,
      @Nullable String diskOfferingId,
      @Nullable String diskOfferingName) {
    return new VolumeBody(
        volume.id(),
        volume.name(),
        volume.type(),
        "2016-10-19T14:25:41-0400",
        volume.instanceId(),
        volume.instanceName(),
        "04afdbd1-e32d-4999-86d0-96703736dded",
        "QC-1",
        diskOfferingId,
        diskOfferingName,
        state,
        volume.sizeInGb());
  }
}
