package io.stillframe.intake;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import org.apache.kafka.common.TopicPartition;

import io.stillframe.contract.Topic;
import io.stillframe.rows.Patience;
import io.stillframe.rows.Rows;
import io.stillframe.rows.SameContext;

/**
 * What a service's tables lack of what the topics hold. Whoever acts on what another service has
 * told, acts on what was in the topics before.
 */
@ApplicationScoped
public class Behind {
  private static final String APPLIED =
      """
      select cast(jsonb_build_object('topic', topic, 'partition', partition, 'next', next_offset) as text)
      from applied_offset
      """;

  private final EndOffsets ends;

  Behind(EndOffsets ends) {
    this.ends = ends;
  }

  /**
   * Where {@code topics} end at a moment after this call. Never fails; a broker that does not say
   * within {@code atMost} has none.
   */
  public Uni<Offsets> endsFromNowOn(Set<Topic> topics, Duration atMost) {
    return orNone(ends.fromNowOn(topics), atMost).map(found -> found.of(topics));
  }

  /**
   * Where {@code topics} end, without partitions in which nothing is kept any more. Fails where the
   * broker does.
   */
  public Uni<Offsets> endsOfWhatIsKept(Set<Topic> topics) {
    return SameContext.of(ends.ofWhatIsKept(topics));
  }

  private static Uni<Offsets> orNone(Uni<Offsets> ends, Duration atMost) {
    return SameContext.of(
        ends.ifNoItem()
            .after(atMost)
            .recoverWithItem(Offsets.NONE)
            .onFailure()
            .invoke(failure -> Log.warnf("The end offsets are not known: %s", failure))
            .onFailure()
            .recoverWithItem(Offsets.NONE));
  }

  /**
   * Those of {@code ends} that the tables have not reached, read with a session of its own. A
   * partition normally ends with a transaction's marker, which no reader is given; so one less than
   * the end is the end too.
   */
  public Uni<Offsets> lacking(Offsets ends) {
    return lacking(ends, 1);
  }

  /** Those of {@code ends} from which the tables are more than {@code tolerance} records away. */
  public Uni<Offsets> lacking(Offsets ends, long tolerance) {
    return Patience.session(() -> Rows.select(APPLIED, Applied.class, Map.of()))
        .map(rows -> ends.notReachedBy(offsets(rows), tolerance));
  }

  private static Offsets offsets(List<Applied> rows) {
    return new Offsets(
        rows.stream()
            .collect(
                Collectors.toMap(
                    row -> new TopicPartition(row.topic(), row.partition()), Applied::next)));
  }

  private record Applied(String topic, int partition, long next) {}
}
