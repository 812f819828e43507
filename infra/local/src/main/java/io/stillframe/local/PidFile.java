package io.stillframe.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Remembers a process that was started, so that the next run can end it if this one is killed
 * before it could.
 *
 * @param file holds the number and the start time
 */
record PidFile(Path file) {
  void write(Process process) {
    try {
      Files.write(file, List.of(Long.toString(process.pid()), started(process.toHandle())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends the process of an earlier run, if it still runs and is the very one that was started. */
  void endLeftover(String commandLinePart) {
    try {
      leftover(commandLinePart).ifPresent(Processes::end);
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void delete() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Optional<ProcessHandle> leftover(String commandLinePart) throws IOException {
    if (Files.notExists(file)) {
      return Optional.empty();
    }
    List<String> lines = Files.readAllLines(file);
    if (lines.size() < 2) {
      return Optional.empty();
    }
    return Processes.find(lines.getFirst(), commandLinePart)
        .filter(process -> started(process).equals(lines.get(1)));
  }

  private static String started(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toString).orElse("");
  }
}
