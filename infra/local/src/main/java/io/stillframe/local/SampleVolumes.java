package io.stillframe.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Two volumes in every environment, with the ids and names that the documents of both clouds use.
 */
public final class SampleVolumes {
  private static final long MIB = 1 << 20;

  static final List<SampleVolume> ALL =
      List.of(
          new SampleVolume(
              "4fe54594-a788-442c-b7a8-0237f7a4f70d",
              "ROOT-35545",
              "os",
              "i-root-6E7",
              64 * MIB,
              1),
          new SampleVolume(
              "701a8946-ff9d-4579-95e3-1c2c2d0f892d",
              "vol simple snapshot",
              "data",
              null,
              256 * MIB,
              64));

  private SampleVolumes() {}

  /**
   * Lays them out once in the life of a data folder: what its user changes or deletes afterwards
   * stays so.
   */
  public static void layOutOnce(DataFolder data) throws IOException {
    Path mark = data.root().resolve("volumes").resolve(".samples-laid-out");
    if (Files.exists(mark)) {
      return;
    }
    for (String environment : LocalProvider.ENVIRONMENTS) {
      for (SampleVolume volume : ALL) {
        volume.layOut(data.volumes(environment));
      }
    }
    Files.writeString(mark, "");
  }
}
