package io.stillframe.simulator.scaleway;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.stillframe.simulator.server.Answer;
import io.stillframe.simulator.server.Call;

/**
 * The page of a list that a call asks for.
 *
 * @param number from 1
 * @param size 1 to 100
 */
record Page(int number, int size) {
  /** What an un-paged call gets. */
  private static final int DEFAULT_SIZE = 50;

  private static final int LARGEST_SIZE = 100;

  /** The page of the call, or the refusal of one that cannot be. */
  static Page of(Call call, Refusals refusals) {
    return new Page(
        number(call, refusals, "page", 1, Integer.MAX_VALUE),
        number(call, refusals, "per_page", DEFAULT_SIZE, LARGEST_SIZE));
  }

  /**
   * The answer with this page of all items.
   *
   * @param name of the list: the member of the body, and the path in the links
   * @param shown an item as the API shows it
   */
  <T> Answer answer(Call call, String name, List<T> items, Function<T, Object> shown) {
    long first = Math.min((number - 1L) * size, items.size());
    long end = Math.min(first + size, items.size());
    List<Object> page = items.subList((int) first, (int) end).stream().map(shown).toList();
    Answer answer =
        Answer.of(200, Map.of(name, page)).with("X-Total-Count", Integer.toString(items.size()));
    String links = links(call, name, Math.max(1, (items.size() + size - 1) / size));
    return links.isEmpty() ? answer : answer.with("Link", links);
  }

  /** Relative ones, below the zone too, with the service's own trailing ampersand. */
  private String links(Call call, String name, int last) {
    List<String> links = new ArrayList<>();
    if (number > 1) {
      links.add(link(call, name, 1, "first"));
      links.add(link(call, name, number - 1, "previous"));
    }
    if (number < last) {
      links.add(link(call, name, number + 1, "next"));
      links.add(link(call, name, last, "last"));
    }
    return String.join(",", links);
  }

  private String link(Call call, String name, int page, String relation) {
    String rest =
        call.query().entrySet().stream()
            .filter(each -> !each.getKey().isEmpty())
            .filter(each -> !each.getKey().equals("page") && !each.getKey().equals("per_page"))
            .map(each -> "%s=%s&".formatted(encoded(each.getKey()), encoded(each.getValue())))
            .collect(Collectors.joining());
    return "</%s?page=%d&per_page=%d&%s>; rel=\"%s\"".formatted(name, page, size, rest, relation);
  }

  private static int number(Call call, Refusals refusals, String name, int absent, int largest) {
    Optional<String> text = call.queried(name);
    if (text.isEmpty()) {
      return absent;
    }
    try {
      int number = Integer.parseInt(text.get());
      if (number >= 1 && number <= largest) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw refusals.invalid(name, "expected int");
    }
    throw refusals.invalid(name, "value must be between 1 and " + largest);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
