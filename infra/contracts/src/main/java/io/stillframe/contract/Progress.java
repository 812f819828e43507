package io.stillframe.contract;

import com.fasterxml.jackson.annotation.JsonValue;
import org.jspecify.annotations.Nullable;

/**
 * How much of the copy is made.
 *
 * @param percent 0 to 100
 * @param bytes bytes of the volume that are done, holes included
 * @param totalBytes the volume's size
 * @param source where the figure comes from
 */
public record Progress(
    int percent, @Nullable Long bytes, @Nullable Long totalBytes, Source source) {

  /** Whether a figure is the provider's own, our estimate, or no figure at all. */
  public enum Source {
    REPORTED("reported"),
    ESTIMATED("estimated"),
    NONE("none");

    private final String wireName;

    Source(String wireName) {
      this.wireName = wireName;
    }

    @JsonValue
    public String wireName() {
      return wireName;
    }
  }

  /** Progress as the provider reports it, in bytes. An empty volume is done at once. */
  public static Progress reported(long bytes, long totalBytes) {
    int percent = totalBytes == 0 ? 100 : (int) (100.0 * bytes / totalBytes);
    return new Progress(percent, bytes, totalBytes, Source.REPORTED);
  }
}
