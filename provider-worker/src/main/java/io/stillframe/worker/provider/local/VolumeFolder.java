package io.stillframe.worker.provider.local;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

import com.github.f4b6a3.uuid.UuidCreator;

import io.stillframe.worker.provider.ProviderVolume;

/**
 * The volumes of an environment: every regular file in the folder but hidden ones and sidecars, and
 * the block devices that the configuration names. Links are not followed: nothing outside is ever a
 * volume.
 */
final class VolumeFolder {
  private static final String SIDECAR = ".json";

  private final Path folder;
  private final List<Path> devices;

  VolumeFolder(Path folder, List<Path> devices) {
    this.folder = folder;
    this.devices = devices;
  }

  Path path() {
    return folder;
  }

  List<Image> list() throws IOException {
    List<Path> paths = new ArrayList<>(devices);
    try (Stream<Path> files = Files.list(folder)) {
      files.filter(VolumeFolder::isImage).sorted().forEach(paths::add);
    }
    List<Image> images = new ArrayList<>();
    for (Path path : paths) {
      try {
        images.add(image(path));
      } catch (NoSuchFileException e) {
        // Removed since the folder was listed.
      }
    }
    return images;
  }

  Optional<Image> find(String volumeId) throws IOException {
    return list().stream().filter(image -> image.volume().id().equals(volumeId)).findFirst();
  }

  Optional<Image> findRestoredBy(UUID operationId) throws IOException {
    return list().stream()
        .filter(image -> operationId.equals(image.sidecar().restoredBy()))
        .findFirst();
  }

  /** Puts a finished image into the folder under a free name, with its sidecar there before it. */
  Image publish(Path image, String fileName, Sidecar sidecar) throws IOException {
    Path target = folder.resolve(fileName);
    DurableFiles.writeJson(sidecarOf(target), sidecar);
    DurableFiles.move(image, target);
    return image(target);
  }

  void remove(Image image) throws IOException {
    Files.deleteIfExists(image.path());
    Files.deleteIfExists(sidecarOf(image.path()));
    DurableFiles.sync(folder);
  }

  private Image image(Path path) throws IOException {
    Sidecar sidecar = sidecar(path);
    String fileName = path.getFileName().toString();
    String id =
        sidecar.id() == null
            ? UuidCreator.getNameBasedSha1(path.toAbsolutePath().toString()).toString()
            : sidecar.id();
    return new Image(
        path,
        sidecar,
        new ProviderVolume(
            id,
            sidecar.name() == null ? withoutExtension(fileName) : sidecar.name(),
            sidecar.type(),
            size(path),
            true,
            sidecar.organization(),
            sidecar.instanceId(),
            sidecar.instanceName()));
  }

  /** A sidecar that cannot be read says nothing; the image is a volume all the same. */
  private static Sidecar sidecar(Path image) {
    try {
      return DurableFiles.readJson(sidecarOf(image), Sidecar.class);
    } catch (IOException e) {
      return Sidecar.NONE;
    }
  }

  private static long size(Path path) throws IOException {
    if (!Fingerprint.isBlockDevice(path)) {
      return Files.size(path);
    }
    try (RandomAccessFile device = new RandomAccessFile(path.toFile(), "r")) {
      return device.length();
    }
  }

  private static boolean isImage(Path path) {
    String name = path.getFileName().toString();
    return !name.startsWith(".")
        && !name.endsWith(SIDECAR)
        && Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS);
  }

  private static Path sidecarOf(Path image) {
    return image.resolveSibling(image.getFileName() + SIDECAR);
  }

  private static String withoutExtension(String fileName) {
    int dot = fileName.lastIndexOf('.');
    return dot > 0 ? fileName.substring(0, dot) : fileName;
  }
}
