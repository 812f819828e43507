package io.stillframe.worker.provider.local;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

import com.github.f4b6a3.uuid.UuidCreator;
import io.quarkus.logging.Log;

import io.stillframe.contract.ProblemType;
import io.stillframe.worker.provider.ErrorClass;
import io.stillframe.worker.provider.ProviderException;
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
    List<Image> images = new ArrayList<>();
    for (Path path : paths()) {
      try {
        images.add(image(path));
      } catch (NoSuchFileException e) {
        // Removed since the folder was listed.
      } catch (UnreadableSidecarException e) {
        Log.warnf("%s is left out: its sidecar cannot be read", path);
      }
    }
    return images;
  }

  /**
   * @throws ProviderException retryable if it is not found, but may be one whose sidecar cannot be
   *     read just now: whose it is, is not known then
   */
  Optional<Image> find(String volumeId) throws IOException {
    List<Image> readable = list();
    Optional<Image> found =
        readable.stream().filter(image -> image.volume().id().equals(volumeId)).findFirst();
    if (found.isEmpty() && readable.size() < paths().size()) {
      throw new ProviderException(
          ErrorClass.RETRYABLE,
          ProblemType.PROVIDER_UNAVAILABLE.because("a volume's sidecar cannot be read"));
    }
    return found;
  }

  Optional<Image> findRestoredBy(UUID operationId) throws IOException {
    return list().stream()
        .filter(image -> operationId.equals(image.sidecar().restoredBy()))
        .findFirst();
  }

  private List<Path> paths() throws IOException {
    List<Path> paths = new ArrayList<>(devices);
    try (Stream<Path> files = Files.list(folder)) {
      files.filter(VolumeFolder::isImage).sorted().forEach(paths::add);
    }
    return paths;
  }

  /** Removes what an operation has put, or begun to put, into the folder. */
  void removeRestoredBy(UUID operationId) throws IOException {
    List<Path> sidecars;
    try (Stream<Path> files = Files.list(folder)) {
      sidecars = files.filter(file -> file.toString().endsWith(SIDECAR)).toList();
    }
    for (Path sidecar : sidecars) {
      String image = sidecar.getFileName().toString();
      Path path = sidecar.resolveSibling(image.substring(0, image.length() - SIDECAR.length()));
      if (isRestoredBy(operationId, path)) {
        Files.deleteIfExists(path);
        Files.deleteIfExists(sidecar);
      }
    }
    DurableFiles.sync(folder);
  }

  /** A sidecar that cannot be read is none of ours: ours are written whole. */
  private static boolean isRestoredBy(UUID operationId, Path image) throws IOException {
    try {
      return operationId.equals(sidecar(image).restoredBy());
    } catch (UnreadableSidecarException e) {
      return false;
    }
  }

  /** Puts a finished image into the folder under a free name, with its sidecar there before it. */
  Image publish(Path image, String fileName, Sidecar sidecar) throws IOException {
    Path target = folder.resolve(fileName);
    DurableFiles.writeJson(sidecarOf(target), sidecar);
    DurableFiles.move(image, target);
    return image(target);
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

  /**
   * An image without a sidecar says nothing of itself; one whose sidecar is broken may be
   * anybody's.
   */
  private static Sidecar sidecar(Path image) throws IOException {
    try {
      return DurableFiles.readJson(sidecarOf(image), Sidecar.class);
    } catch (NoSuchFileException e) {
      return Sidecar.NONE;
    } catch (IOException e) {
      throw new UnreadableSidecarException(e);
    }
  }

  private static final class UnreadableSidecarException extends IOException {
    UnreadableSidecarException(IOException cause) {
      super(cause);
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

  /** A file that has another name too may be anybody's, as one behind a symbolic link. */
  static boolean isImage(Path path) {
    String name = path.getFileName().toString();
    if (name.startsWith(".") || name.endsWith(SIDECAR)) {
      return false;
    }
    try {
      Map<String, Object> found =
          Files.readAttributes(path, "unix:isRegularFile,nlink", LinkOption.NOFOLLOW_LINKS);
      return Boolean.TRUE.equals(found.get("isRegularFile"))
          && Objects.equals(found.get("nlink"), 1);
    } catch (IOException e) {
      return false;
    }
  }

  private static Path sidecarOf(Path image) {
    return image.resolveSibling(image.getFileName() + SIDECAR);
  }

  private static String withoutExtension(String fileName) {
    int dot = fileName.lastIndexOf('.');
    return dot > 0 ? fileName.substring(0, dot) : fileName;
  }
}
