package io.stillframe.command.operation;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

import jakarta.inject.Singleton;

import io.smallrye.mutiny.Uni;

import io.stillframe.contract.Topic;
import io.stillframe.intake.Behind;
import io.stillframe.intake.InVain;
import io.stillframe.intake.Offsets;

/** What was told of snapshots, volumes and providers and may not be heard of here yet. */
@Singleton
class News {
  private static final Set<Topic> TOPICS =
      EnumSet.of(Topic.SNAPSHOT_EVENTS, Topic.VOLUME_STATE, Topic.PROVIDER_STATE);

  private static final Duration BROKER = Duration.ofMillis(500);

  /** A killed replica's partitions have another reader after its session's 6 s and some more. */
  private static final Duration AT_MOST = Duration.ofSeconds(10);

  /** After that in vain, a partition is not waited for again for so long. */
  private static final Duration PAUSE = Duration.ofSeconds(30);

  /** One more is decided by what is known: the database has others to answer. */
  private static final int MOST = 100;

  private final Looking looking = new Looking(MOST, MOST);
  private final InVain inVain = new InVain();
  private final Behind behind;

  News(Behind behind) {
    this.behind = behind;
  }

  /**
   * Ends when all is heard that was told before this call, or after ten seconds; at once when the
   * broker does not say what there is, or too many wait.
   */
  Uni<Void> heard() {
    return behind.endsFromNowOn(TOPICS, BROKER).map(inVain::without).chain(ends -> heard(ends));
  }

  private Uni<Void> heard(Offsets ends) {
    if (ends.isEmpty()) {
      return Uni.createFrom().voidItem();
    }
    long begun = System.nanoTime();
    return looking
        .until(null, () -> behind.lacking(ends), Offsets::isEmpty, AT_MOST)
        .invoke(
            missing -> {
              if (System.nanoTime() - begun >= AT_MOST.toNanos()) {
                inVain.giveUp(missing, PAUSE);
              }
            })
        .replaceWithVoid();
  }
}
