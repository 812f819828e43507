package io.stillframe.worker.provider.local;

import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.ReadOnlyFileSystemException;
import java.util.List;

import io.stillframe.contract.Problem;
import io.stillframe.contract.ProblemType;
import io.stillframe.worker.provider.ErrorClass;
import io.stillframe.worker.provider.ProviderException;

/**
 * What a failure of the file system means to the one who asked. Paths stay in the log: they are the
 * operator's.
 */
final class LocalProblems {
  private static final List<String> NO_ROOM =
      List.of("No space left on device", "Disk quota exceeded");
  private static final List<String> NO_PERMISSION =
      List.of("Permission denied", "Operation not permitted", "Read-only file system");

  private LocalProblems() {}

  /** What is missing may only be away, and is asked for again; all else is final. */
  static ProviderException ofCall(Exception failure) {
    return new ProviderException(
        failure instanceof NoSuchFileException ? ErrorClass.RETRYABLE : ErrorClass.BROKEN,
        of(failure));
  }

  static Problem of(Exception failure) {
    String message = String.valueOf(failure.getMessage());
    if (failure instanceof VolumeChangedException) {
      return ProblemType.VOLUME_CHANGED.because(
          "the volume was written to while it was copied ("
              + message
              + "); stop its writers and try again");
    }
    if (failure instanceof NoSuchFileException) {
      return ProblemType.PROVIDER_UNAVAILABLE.because(
          "a folder or file of the storage is not there");
    }
    if (NO_ROOM.stream().anyMatch(message::contains)) {
      return ProblemType.OUT_OF_SPACE.because("the file system for the copy is full");
    }
    if (failure instanceof AccessDeniedException
        || failure instanceof ReadOnlyFileSystemException
        || NO_PERMISSION.stream().anyMatch(message::contains)) {
      return ProblemType.STORAGE_PERMISSION_DENIED.because(
          "the worker may not read the image or write to the folder for the copy");
    }
    return ProblemType.PROVIDER_ERROR.because(
        "the file system failed: " + failure.getClass().getSimpleName());
  }
}
