package io.stillframe.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;

import io.stillframe.local.DataFolder;

/** What the local driver has on disk for {@code test_area}. */
record Disk(Path volumes, Path snapshots) {
  static Disk of(DataFolder data) {
    return new Disk(data.volumes(TestVolume.ENVIRONMENT), data.snapshots(TestVolume.ENVIRONMENT));
  }

  Path image(String snapshotId) {
    return snapshots.resolve(snapshotId).resolve("image");
  }

  /** Copies that are kept on the volumes' own storage. */
  Path rapid(String snapshotId) {
    return volumes.resolve(".snapshots").resolve(snapshotId);
  }

  /** Whether nothing of the snapshot is left, neither whole nor in the making. */
  boolean hasNothingOf(String snapshotId) {
    return Stream.of(snapshots, volumes.resolve(".snapshots"))
        .flatMap(root -> Stream.of(root, root.resolve(".staging")))
        .noneMatch(folder -> Files.exists(folder.resolve(snapshotId)));
  }

  /** Every whole copy in the secondary storage, as its manifest describes it. */
  List<Copy> copies() {
    return list(snapshots).stream()
        .map(folder -> folder.resolve("manifest.json"))
        .filter(Files::exists)
        .map(Disk::read)
        .toList();
  }

  /** The images whose file name begins so, as those of restored volumes do with their name. */
  List<Path> volumesNamed(String name) {
    return list(volumes).stream()
        .filter(file -> file.getFileName().toString().startsWith(name))
        .filter(file -> !file.toString().endsWith(".json"))
        .toList();
  }

  /** Work in progress, of copies and of new volumes. */
  List<Path> unfinished() {
    return Stream.of(snapshots, volumes.resolve(".snapshots"), volumes)
        .flatMap(root -> list(root.resolve(".staging")).stream())
        .toList();
  }

  /** Every path below the volumes and snapshots of all environments. */
  List<Path> everything() throws IOException {
    try (Stream<Path> volumePaths = Files.walk(volumes.getParent());
        Stream<Path> snapshotPaths = Files.walk(snapshots.getParent())) {
      return Stream.concat(volumePaths, snapshotPaths).sorted().toList();
    }
  }

  private static Copy read(Path manifest) {
    try {
      JsonNode members = Api.JSON.readTree(manifest.toFile());
      return new Copy(
          members.path("snapshotId").asText(),
          members.path("volumeId").asText(),
          members.path("name").asText());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Path> list(Path folder) {
    try (Stream<Path> paths = Files.list(folder)) {
      return paths.toList();
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A whole copy. */
  record Copy(String snapshotId, String volumeId, String name) {}
}
