package io.stillframe.intake;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import jakarta.enterprise.context.ApplicationScoped;

import io.agroal.api.AgroalDataSource;
import io.quarkus.logging.Log;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.reactive.messaging.kafka.KafkaConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/**
 * The tables decide where a partition is read from, and not what the group has committed: they are
 * behind that after a restore from a backup. Nothing here asks the broker, which may not answer: a
 * failure in this place is not tried again, and the consumer would go on from the wrong offset. It
 * runs on the consumer's own thread, which has nothing to do without the database. A channel uses
 * it by its {@code consumer-rebalance-listener.name}; whoever takes its records may be given them
 * again, and tells {@link AppliedOffsets}.
 */
@ApplicationScoped
@Identifier("applied-positions")
class AppliedPositions implements KafkaConsumerRebalanceListener {
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final AgroalDataSource dataSource;

  AppliedPositions(AgroalDataSource dataSource) {
    this.dataSource = dataSource;
  }

  @Override
  public void onPartitionsAssigned(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
    Map<TopicPartition, Long> applied = applied();
    for (TopicPartition each : partitions) {
      Long next = applied.get(each);
      if (next == null) {
        consumer.seekToBeginning(List.of(each));
      } else {
        consumer.seek(each, next);
      }
    }
    Log.infof("Reading goes on where the tables are: %s of %s", partitions, applied);
  }

  private Map<TopicPartition, Long> applied() {
    while (true) {
      try {
        return read();
      } catch (SQLException e) {
        Log.warnf("The database is waited for: %s", e.getMessage());
        pause();
      }
    }
  }

  private Map<TopicPartition, Long> read() throws SQLException {
    Map<TopicPartition, Long> applied = new HashMap<>();
    try (Connection connection = dataSource.getConnection();
        PreparedStatement statement =
            connection.prepareStatement(
                "select topic, partition, next_offset from applied_offset");
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        applied.put(new TopicPartition(rows.getString(1), rows.getInt(2)), rows.getLong(3));
      }
    }
    return applied;
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the database was waited for", e);
    }
  }
}
