package io.stillframe.e2e.campaign;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** Says which laws a history breaks. It knows nothing of how Stillframe works inside. */
final class Checker {
  private static final List<Function<History, Stream<Violation>>> LAWS =
      List.of(
          EventLaws::check,
          NameLaws::check,
          OperationLaws::check,
          RequestLaws::check,
          CopyLaws::check,
          OwnLaws::check,
          Checker::others);

  private Checker() {}

  static List<Violation> check(History history) {
    return LAWS.stream().flatMap(law -> law.apply(history)).toList();
  }

  private static Stream<Violation> others(History history) {
    Stream<Violation> deadLetters =
        history.deadLetters().stream().map(each -> new Violation(Law.NO_DEAD_LETTER, each));
    Stream<Violation> answers =
        history.oddAnswers().stream().map(each -> new Violation(Law.CLEAR_ANSWERS, each));
    Stream<Violation> rebuilt =
        history.differences().stream().map(each -> new Violation(Law.REBUILT_EQUAL, each));
    return Stream.of(deadLetters, answers, rebuilt).flatMap(each -> each);
  }
}
