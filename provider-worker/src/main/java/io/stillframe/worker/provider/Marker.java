package io.stillframe.worker.provider;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.github.f4b6a3.uuid.codec.base.Base32Codec;
import com.github.f4b6a3.uuid.exception.InvalidUuidException;

/**
 * What makes a thing of ours recognisable at a provider: 13 characters of its id in base32. Where
 * there are no tags it is the end of the name. It is made of the id's last bits, which are the
 * random ones of a UUIDv7; the first ones are its time, and alike for ids of one moment.
 */
public final class Marker {
  private static final int LENGTH = 13;
  private static final int TAIL = 12;
  private static final Pattern MARKED = Pattern.compile("(.*)-([a-z2-7]{13})", Pattern.DOTALL);

  private Marker() {}

  public static String of(UUID id) {
    String text = Base32Codec.INSTANCE.encode(id);
    return text.substring(text.length() - LENGTH);
  }

  /**
   * The name, cut so that it stays within the provider's limit, and its marker.
   *
   * @param longest how many characters a name may have at the provider
   */
  public static String mark(String name, UUID id, int longest) {
    int end = Math.min(name.length(), longest - LENGTH - 1);
    // Half a character of two code units would be no text.
    int whole = end > 0 && Character.isHighSurrogate(name.charAt(end - 1)) ? end - 1 : end;
    return name.substring(0, whole) + "-" + of(id);
  }

  /** The marker that a name ends with. */
  public static Optional<String> in(String name) {
    Matcher marked = MARKED.matcher(name);
    return marked.matches() ? Optional.of(marked.group(2)) : Optional.empty();
  }

  /** How the text of the id ends that a marker was made of; none if it was made of no id. */
  public static Optional<String> tailOf(String marker) {
    try {
      String text = Base32Codec.INSTANCE.decode("a".repeat(LENGTH) + marker).toString();
      return Optional.of(text.substring(text.length() - TAIL));
    } catch (InvalidUuidException e) {
      return Optional.empty();
    }
  }

  /** The name without its marker. */
  public static String strip(String name) {
    Matcher marked = MARKED.matcher(name);
    return marked.matches() ? marked.group(1) : name;
  }
}
