package io.stillframe.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import io.stillframe.contract.ProblemType;

/**
 * The entity tags of an {@code If-Match} or {@code If-None-Match} header (RFC 9110, 8.8.3 and
 * 13.1). A tag of ours is the revision in quotes.
 *
 * @param any whether it was {@code *}
 */
public record EntityTags(boolean any, List<Tag> tags) {
  private static final Pattern TAG =
      Pattern.compile("\\s*(W/)?\"([\\x21\\x23-\\x7e\\x80-\\xff]*)\"\\s*(,|$)");

  /**
   * @param text what stands between the quotes
   */
  public record Tag(boolean weak, String text) {}

  public EntityTags {
    tags = List.copyOf(tags);
  }

  /** The {@code ETag} of a snapshot with this revision. */
  public static String of(long revision) {
    return "\"" + revision + "\"";
  }

  /**
   * Reads the header.
   *
   * @param header its name, for the problem
   * @param lines its lines; none if the request does not have it
   * @throws ProblemException 400 if it is neither {@code *} nor a list of entity tags
   */
  public static Optional<EntityTags> parse(String header, @Nullable List<String> lines) {
    if (lines == null || lines.isEmpty()) {
      return Optional.empty();
    }
    String value = String.join(",", lines);
    return Optional.of(
        value.strip().equals("*")
            ? new EntityTags(true, List.of())
            : new EntityTags(false, tags(header, value)));
  }

  /** Whether {@code If-Match} holds for this revision: a weak tag never does. */
  public boolean matchStrongly(long revision) {
    return any
        || tags.stream().anyMatch(tag -> !tag.weak() && tag.text().equals(Long.toString(revision)));
  }

  /** Whether {@code If-None-Match} names this revision: a weak tag does as well. */
  public boolean matchWeakly(long revision) {
    return any || tags.stream().anyMatch(tag -> tag.text().equals(Long.toString(revision)));
  }

  private static List<Tag> tags(String header, String value) {
    List<Tag> tags = new ArrayList<>();
    Matcher matcher = TAG.matcher(value);
    int end = 0;
    while (end < value.length()) {
      if (!matcher.find(end) || matcher.start() != end) {
        throw malformed(header);
      }
      tags.add(new Tag(matcher.group(1) != null, matcher.group(2)));
      end = matcher.end();
    }
    if (tags.isEmpty() || value.stripTrailing().endsWith(",")) {
      throw malformed(header);
    }
    return tags;
  }

  private static ProblemException malformed(String header) {
    return new ProblemException(
        ProblemType.INVALID_PARAMETER.at(
            header, header + " must be * or a list of entity tags in quotes, such as \"3\""));
  }
}
