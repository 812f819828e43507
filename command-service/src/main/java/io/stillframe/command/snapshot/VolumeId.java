package io.stillframe.command.snapshot;

/** What every provider's ids of volumes look like; anything else names no volume anywhere. */
final class VolumeId {
  static final String REGEX = "(?!.*\\.\\.)[A-Za-z0-9][A-Za-z0-9._:@-]{0,127}";
  static final String RULE =
      "must be a volume's id: 1 to 128 of A-Z a-z 0-9 . _ : @ - without two dots in a row";

  private VolumeId() {}

  static boolean isOne(String text) {
    return text.matches(REGEX);
  }
}
