package io.stillframe.e2e.campaign;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;

import io.stillframe.e2e.Api;

/** What there is on the disks of the local provider, and whether it is what it should be. */
final class Disks {
  private static final String SIDECAR = ".json";

  private final Fleet fleet;
  private final Diary diary;

  /** New volumes that were compared; nobody writes to them any more, and they stay. */
  private final Set<String> same = ConcurrentHashMap.newKeySet();

  Disks(Fleet fleet, Diary diary) {
    this.fleet = fleet;
    this.diary = diary;
  }

  void readInto(List<History.Copy> copies, List<History.NewVolume> volumes) throws IOException {
    Path data = fleet.local().data().volumes("test_area");
    for (Path folder :
        List.of(fleet.local().data().snapshots("test_area"), data.resolve(".snapshots"))) {
      for (Path copy : list(folder)) {
        if (Files.exists(copy.resolve("manifest.json"))) {
          String id = copy.getFileName().toString();
          String volume = volumeOf(copy);
          boolean same = Files.mismatch(copy.resolve("image"), data.resolve(volume + ".img")) < 0;
          copies.add(new History.Copy("compute-on", id, "compute-on " + id, volume, same));
        }
      }
    }
    for (Path sidecar : list(data)) {
      if (sidecar.toString().endsWith(SIDECAR)) {
        JsonNode members = Api.JSON.readTree(sidecar.toFile());
        if (members.has("restoredBy")) {
          String operation = members.path("restoredBy").asText();
          volumes.add(
              new History.NewVolume(
                  "compute-on",
                  operation,
                  "compute-on " + operation,
                  isRestored(sidecar, operation, data)));
        }
      }
    }
  }

  private static String volumeOf(Path copy) throws IOException {
    return Api.JSON.readTree(copy.resolve("manifest.json").toFile()).path("volumeId").asText();
  }

  /**
   * The copy may be deleted by now. Its volume, which nobody writes to, is still there, and has the
   * same bytes by the law of copies.
   */
  private boolean isRestored(Path sidecar, String operation, Path volumes) throws IOException {
    String volume = diary.volumeOf(UUID.fromString(operation));
    if (volume == null || same.contains(operation)) {
      // Of one that nobody asked for it is not known what it should be.
      return true;
    }
    String name = sidecar.getFileName().toString();
    Path image = volumes.resolve(name.substring(0, name.length() - SIDECAR.length()));
    // A sidecar is there before its image; without one it is no volume yet.
    if (Files.notExists(image)) {
      return true;
    }
    if (Files.mismatch(image, volumes.resolve(volume + ".img")) >= 0) {
      return false;
    }
    same.add(operation);
    return true;
  }

  private static List<Path> list(Path folder) throws IOException {
    if (Files.notExists(folder)) {
      return List.of();
    }
    try (Stream<Path> paths = Files.list(folder)) {
      return paths.filter(each -> !each.getFileName().toString().startsWith(".")).toList();
    }
  }
}
