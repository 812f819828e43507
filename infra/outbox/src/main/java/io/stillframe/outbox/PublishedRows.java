package io.stillframe.outbox;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.function.LongSupplier;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import io.agroal.api.AgroalDataSource;
import io.smallrye.common.annotation.Identifier;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * How far a service's database knows of what was published. A database that was restored from a
 * backup, or made anew, does not know the rows that records of its topics came from.
 */
@Singleton
public class PublishedRows {
  /** The header that names the row which a record came from. */
  public static final String HEADER = "outbox-id";

  private static final long LOCK = 7_243_550_190_421_001L;

  /** A row may be on the broker before the table says so; then it is still there. */
  private static final String KNOWS =
      """
            select coalesce((select max(published_id) from outbox_leader), 0) >= ?
                or exists (select from outbox where id = ?)
            """;

  /** No id is used twice, not by what the recovery appends either. */
  private static final String CONTINUE_AFTER =
      """
            select setval(name, greatest(?, nextval(name)))
            from (select pg_get_serial_sequence('outbox', 'id') as name) as ids
            """;

  /** The next start finds that this one has come to its end. */
  private static final String KNOW =
      """
            insert into outbox_leader (holder, expires_at, published_id)
            values (gen_random_uuid(), '-infinity', ?)
            on conflict (only_row) do update
                set published_id = greatest(outbox_leader.published_id, excluded.published_id)
            """;

  private final AgroalDataSource dataSource;
  private final Map<String, Object> settings;

  @Inject
  PublishedRows(
      AgroalDataSource dataSource,
      @Identifier("default-kafka-broker") Map<String, Object> broker,
      @ConfigProperty(name = "quarkus.application.name") String service) {
    this(dataSource, RelayProducer.settings(broker, service));
  }

  PublishedRows(AgroalDataSource dataSource, Map<String, Object> settings) {
    this.dataSource = dataSource;
    this.settings = settings;
  }

  /** What is done where the rows are not known. */
  @FunctionalInterface
  public interface Recovery {
    void recover();
  }

  /**
   * Has {@code recovery} done unless the row that was published last is known, and the rows known
   * afterwards. Of several processes one does it, and the others wait for that. If it fails, all of
   * it is to be done again.
   *
   * @param last the id of the last row that the broker has
   */
  public void recoverUnlessKnown(LongSupplier last, Recovery recovery) throws SQLException {
    long id = last.getAsLong();
    try (Connection connection = dataSource.getConnection()) {
      // It ends with the session, whatever happens.
      execute(connection, "select pg_advisory_lock(" + LOCK + ")");
      try {
        if (!knows(connection, id)) {
          shutOutTheLast();
          long newest = last.getAsLong();
          execute(connection, CONTINUE_AFTER, newest);
          recovery.recover();
          execute(connection, KNOW, newest);
        }
      } finally {
        execute(connection, "select pg_advisory_unlock(" + LOCK + ")");
      }
    }
  }

  /** What the last relay left open on the broker is there, or not, before the topics are read. */
  private void shutOutTheLast() {
    RelayProducer producer = new RelayProducer(settings);
    try {
      producer.connect();
    } finally {
      producer.disconnect();
    }
  }

  private static boolean knows(Connection connection, long id) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(KNOWS)) {
      statement.setLong(1, id);
      statement.setLong(2, id);
      try (ResultSet result = statement.executeQuery()) {
        return result.next() && result.getBoolean(1);
      }
    }
  }

  private static void execute(Connection connection, String sql, long id) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setLong(1, id);
      statement.execute();
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.execute();
    }
  }
}
