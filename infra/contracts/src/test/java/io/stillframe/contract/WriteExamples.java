package io.stillframe.contract;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes the examples of what is written now. An example that was published is never overwritten
 * with something a reader of the old one could not read: that is a new version, in a folder of its
 * own.
 */
final class WriteExamples {
  private WriteExamples() {}

  public static void main(String[] arguments) throws IOException {
    Path folder = Files.createDirectories(Path.of(arguments[0], "v1"));
    for (var message : Messages.all().entrySet()) {
      Files.writeString(
          folder.resolve(message.getKey() + ".json"),
          ContractJson.MAPPER.readTree(message.getValue().value()).toPrettyString() + "\n");
    }
  }
}
