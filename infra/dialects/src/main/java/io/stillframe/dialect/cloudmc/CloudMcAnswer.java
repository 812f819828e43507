package io.stillframe.dialect.cloudmc;

import java.util.List;

/** The envelope of what went well. */
public final class CloudMcAnswer {
  private CloudMcAnswer() {}

  /** One object. */
  public record One<T>(T data) {}

  /** A list. */
  public record Many<T>(List<T> data, Metadata metadata) {
    public static <T> Many<T> of(List<T> data) {
      return new Many<>(data, new Metadata(data.size()));
    }
  }

  /**
   * @param recordCount how many there are
   */
  public record Metadata(long recordCount) {}
}
