package io.stillframe.worker.task;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

import jakarta.inject.Inject;

import io.agroal.api.AgroalDataSource;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.stillframe.contract.Message;
import io.stillframe.contract.OperationKind;
import io.stillframe.contract.Snapshot;
import io.stillframe.contract.SnapshotBuilder;
import io.stillframe.contract.SnapshotState;
import io.stillframe.local.StillframeTestResource;
import io.stillframe.rows.Rows;
import io.stillframe.worker.Some;
import io.stillframe.worker.budget.Budgets;
import io.stillframe.worker.budget.TestBudgets;
import io.stillframe.worker.database.Sessions;
import io.stillframe.worker.provider.Connection;
import io.stillframe.worker.provider.Connections;
import io.stillframe.worker.provider.TestConnections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The tasks of a provider that the running engine does not know. */
@QuarkusTest
@QuarkusTestResource(
    value = StillframeTestResource.class,
    initArgs = @ResourceArg(name = "database", value = "worker"))
class ClaimingTest {
  private static final int MOST = 64;

  private static final int CLAIMERS = 8;

  /** Nobody is told of them, and so nobody else touches them. */
  private static final String ADD =
      """
            with added as (
                select gen_random_uuid() as snapshot_id, gen_random_uuid() as operation_id, n
                from generate_series(1, :count) as n
            ), snapshots as (
                insert into snapshot (id, provider, environment, state, version, document)
                select snapshot_id, :provider, 'e', 'requested', 1,
                    jsonb_set(cast(cast(:document as text) as jsonb), '{id}', to_jsonb(snapshot_id))
                from added
            )
            insert into task (snapshot_id, operation_id, kind, step, provider, environment, volume_id, request,
                due_at, waiting_told)
            select snapshot_id, operation_id, :kind, :step, :provider, 'e', cast(:organization as text) || case when :own then cast(n as text) else '' end,
                cast(cast(:request as text) as jsonb) || jsonb_build_object(
                    'snapshotId', snapshot_id, 'operationId', operation_id, 'organization', cast(:organization as text)),
                now() - interval '1 minute' + n * interval '1 microsecond', true
            from added
            """;

  private static final String DIE =
      """
            update task set lease_until = now() - interval '1 second'
            where provider = :provider and lease_until is not null
            """;
  private static final String END =
      "update task set open = false where provider = :provider and in_flight and lease_until is not null";
  private static final String CLOSE = "update task set open = false where provider = :provider";

  private static final String STORED =
      """
            select cast(to_json(concat_ws(', ', snapshot.state,
                coalesce(snapshot.document ->> 'providerSnapshotId', 'no copy'),
                case when task.open then 'open' else 'closed' end)) as text)
            from task join snapshot on snapshot.id = task.snapshot_id where task.id = :id
            """;

  private static final int ROUNDS = 40;

  @Inject Sessions sessions;
  @Inject AgroalDataSource dataSource;
  @Inject Folding folding;

  private final String provider = "own-" + UUID.randomUUID();

  @AfterEach
  void leaveNothingDue() {
    run(() -> Rows.update(CLOSE, Map.of("provider", provider)));
  }

  @Test
  void oneOrganizationsTenThousandCreatesDelayAnothersByOneRoundAtMost() {
    // Given
    Claiming claiming = claiming(Map.of("concurrency", "100", "rate", "1000", "burst", "1"));
    add(10_000, "create", "start", "busy");
    assertThat(claim(claiming)).extracting(ClaimingTest::organization).containsExactly("busy");
    assertThat(claim(claiming)).extracting(ClaimingTest::organization).containsExactly("busy");

    // When
    add(1, "create", "start", "other");

    // Then
    assertThat(claim(claiming)).extracting(ClaimingTest::organization).containsExactly("other");
    assertThat(claim(claiming)).extracting(ClaimingTest::organization).containsExactly("busy");
  }

  @Test
  void aStartWhoseWorkerDiedIsTakenAgainIntoItsOwnPlace() {
    // Given
    Claiming claiming = claiming(Map.of("concurrency", "1"));
    addOfOneVolume(2, "org");
    long first = claim(claiming).getFirst().task().id();
    assertThat(claim(claiming)).isEmpty();

    // When
    run(() -> Rows.update(DIE, Map.of("provider", provider)));

    // Then
    assertThat(claim(claiming)).extracting(each -> each.task().id()).containsExactly(first);
    assertThat(claim(claiming)).isEmpty();
  }

  /** Two have worked at it then. */
  @Test
  void whatIsSaidAfterTheLeaseCountsForNothingButItsCopyIsNotForgotten() {
    // Given
    Claiming claiming = claiming(Map.of("concurrency", "9"));
    add(1, "create", "start", "org");
    Claim late = claim(claiming).getFirst();
    run(() -> Rows.update(DIE, Map.of("provider", provider)));
    Claim current = claim(claiming).getFirst();
    assertThat(current.task().id()).isEqualTo(late.task().id());
    assertThat(stored(current)).isEqualTo("requested, no copy, open");

    // When
    fold(late, "a copy");

    // Then
    assertThat(stored(current)).isEqualTo("requested, a copy, open");

    // When
    fold(current, "a copy");

    // Then
    assertThat(stored(current)).isEqualTo("creating, a copy, closed");
  }

  private void fold(Claim claim, String copy) {
    Fold made =
        (snapshot, task, now) ->
            Decision.quietly(
                SnapshotBuilder.builder(snapshot)
                    .state(SnapshotState.CREATING)
                    .providerSnapshotId(copy)
                    .build(),
                Next.done());
    sessions
        .run(() -> folding.apply(claim, made, new CreateSteps()))
        .await()
        .atMost(Duration.ofSeconds(60));
  }

  private String stored(Claim claim) {
    return run(() -> Rows.select(STORED, String.class, Map.of("id", claim.task().id()))).getFirst();
  }

  /** As many workers do; each has budgets of its own that it reads from the database. */
  @Test
  void whoClaimsAtOnceSharesWhatIsDueWithinThePlaces() throws Exception {
    // Given
    int places = 200;
    add(2 * places, "create", "start", "org");

    // When
    List<Long> claimed = new ArrayList<>();
    try (var threads = Executors.newFixedThreadPool(CLAIMERS)) {
      Callable<List<Claim>> claimer =
          () -> {
            Claiming own = claiming(Map.of("concurrency", Integer.toString(places)));
            List<Claim> claims = new ArrayList<>(claim(own));
            claims.addAll(claim(own));
            return claims;
          };
      for (var each : threads.invokeAll(Collections.nCopies(CLAIMERS, claimer))) {
        each.get().forEach(claim -> claimed.add(claim.task().id()));
      }
    }

    // Then
    assertThat(claimed).hasSize(places).doesNotHaveDuplicates();
  }

  @Test
  void aClaimerThatIsCutOffHoldsUpOthersForSecondsOnly() throws SQLException {
    // Given
    Claiming claiming = claiming(Map.of());
    add(1, "create", "start", "org");
    try (var cutOff = dataSource.getConnection();
        var statement = cutOff.createStatement()) {
      cutOff.setAutoCommit(false);
      statement.execute(ClaimStatements.ONE_CLAIMER);
      long before = System.nanoTime();

      // When
      List<Claim> claims = claim(claiming);

      // Then
      assertThat(claims).hasSize(1);
      assertThat(Duration.ofNanos(System.nanoTime() - before))
          .isBetween(Duration.ofSeconds(3), Duration.ofSeconds(10));
      assertThatThrownBy(() -> statement.execute("select 1")).isInstanceOf(SQLException.class);
    }
  }

  /** Of a worker whose machine is gone, or that was paused in the middle of a transaction. */
  @Test
  void theDatabaseDoesNotKeepItsLocksForLong() {
    // Given
    String settings =
        """
        select to_json(string_agg(current_setting(name), ' ' order by n))
        from unnest(array['idle_in_transaction_session_timeout', 'tcp_keepalives_idle', 'tcp_user_timeout'])
            with ordinality as wanted (name, n)
        """;

    // When
    List<String> found =
        run(() -> Rows.select("select cast((" + settings + ") as text)", String.class, Map.of()));

    // Then
    assertThat(found).containsExactly("1min 30 60000");
  }

  @Test
  void whatOthersAskTheProviderTasksDoNotGet() {
    // Given
    Connection connection =
        TestConnections.held(provider, Map.of("concurrency", "9", "rate", "0.01", "burst", "3"));
    Connections connections = TestConnections.of(connection);
    Budgets budgets = TestBudgets.of(connections);
    add(10, "create", "start", "busy");

    // When
    boolean first = run(() -> budgets.spend(connection));
    boolean second = run(() -> budgets.spend(connection));
    List<Claim> claims = claim(new Claiming(connections, budgets));
    boolean last = run(() -> budgets.spend(connection));

    // Then
    assertThat(List.of(first, second)).containsOnly(true);
    assertThat(claims).hasSize(1);
    assertThat(last).isFalse();
  }

  @Test
  void aRoundIsFairAndTheRestGoesToWhoHasMore() {
    // Given
    Claiming claiming = claiming(Map.of("concurrency", "6"));
    add(100, "create", "start", "busy");
    add(2, "create", "start", "other");

    // When
    List<Claim> claims = claim(claiming);

    // Then
    assertThat(claims).extracting(ClaimingTest::organization).containsOnly("busy", "other");
    assertThat(claims).hasSize(6);
    assertThat(claims).filteredOn(each -> organization(each).equals("other")).hasSize(2);
    assertThat(claim(claiming)).isEmpty();
  }

  @Test
  @Tag("long")
  void aClaimIsQuickHoweverMuchIsDue() {
    // Given
    Claiming claiming = claiming(Map.of("concurrency", "20000"));
    Runnable claim = () -> assertThat(claim(claiming)).hasSize(MOST);
    Runnable end = () -> run(() -> Rows.update(END, Map.of("provider", provider)));
    add(ROUNDS * MOST, "create", "start", "busy");
    long amongFew = quickest(claim, end);
    expectNothing();
    add(10_000, "create", "start", "busy");
    // When
    long amongMany = quickest(claim, end);
    // Then
    assertNotMuchLonger(amongMany, amongFew);
  }

  @Test
  void lookingForWhatCannotBeginIsQuick() {
    // Given
    Claiming claiming = claiming(Map.of("concurrency", "10000"));
    Runnable nothing = () -> assertThat(claim(claiming)).isEmpty();
    long amongNone = quickest(nothing, () -> {});
    expectNothing();
    addOfOneVolume(10_000, "busy");
    assertThat(claim(claiming)).hasSize(1);
    // When
    long amongMany = quickest(nothing, () -> {});
    // Then
    assertNotMuchLonger(amongMany, amongNone);
  }

  /** In milliseconds: the quickest is the one that nobody else on this machine came between. */
  private static long quickest(Runnable work, Runnable afterwards) {
    long quickest = Long.MAX_VALUE;
    for (int i = 0; i < ROUNDS; i++) {
      long before = System.nanoTime();
      work.run();
      quickest = Math.min(quickest, (System.nanoTime() - before) / 1_000_000);
      afterwards.run();
    }
    return quickest;
  }

  /** A plan that misled statistics choose takes a hundred times as long. */
  private static void assertNotMuchLonger(long millis, long otherwise) {
    System.out.printf("Among 10,000: %d ms, otherwise %d ms%n", millis, otherwise);
    assertThat(millis).isLessThan(5 * otherwise + 50);
  }

  @Test
  void deletesAndCleanUpsGoOnBesideCreates() {
    // Given
    Claiming claiming = claiming(Map.of("concurrency", "100", "rate", "1000", "burst", "3"));
    add(1_000, "create", "start", "busy");
    add(1_000, "create", "settle", "busy");
    add(1_000, "delete", "start", "busy");

    // When
    List<Claim> claims = new ArrayList<>();
    for (int round = 0; round < 4; round++) {
      claims.addAll(claim(claiming));
    }

    // Then
    assertThat(claims).hasSize(12);
    assertThat(claims)
        .extracting(each -> each.task().kind() + " " + each.task().step())
        .contains("CREATE START", "CREATE SETTLE", "DELETE START");
    assertThat(claims)
        .filteredOn(
            each -> each.task().step() == Step.START && each.task().kind() == OperationKind.CREATE)
        .hasSizeLessThanOrEqualTo(4);
  }

  @Test
  void anEnvironmentHasPlacesAndStepsOfItsOwn() {
    // Given
    Claiming few = claiming(Map.of("concurrency", "10", "environments.e.concurrency", "3"));
    add(20, "create", "start", "busy");

    // When, Then
    assertThat(claim(few)).hasSize(3);

    // Given
    Claiming slow =
        claiming(
            Map.of(
                "concurrency", "10", "environments.e.rate", "0.001", "environments.e.burst", "2"));

    // When, Then
    assertThat(claim(slow)).hasSize(2);
    assertThat(claim(slow)).isEmpty();
  }

  /** Statistics say that this provider has no tasks, as they do when many come at once. */
  private void expectNothing() {
    run(() -> Rows.update("analyze task", Map.of()));
  }

  private static String organization(Claim claim) {
    return claim.task().request().organization();
  }

  private Claiming claiming(Map<String, String> settings) {
    Connection connection = TestConnections.held(provider, settings);
    Connections connections = TestConnections.of(connection);
    return new Claiming(connections, TestBudgets.of(connections));
  }

  private List<Claim> claim(Claiming claiming) {
    return run(() -> claiming.claim(MOST, Map.of()));
  }

  private void add(int count, String kind, String step, String organization) {
    add(count, kind, step, organization, true);
  }

  private void addOfOneVolume(int count, String organization) {
    add(count, "create", "start", organization, false);
  }

  private void add(int count, String kind, String step, String organization, boolean own) {
    Snapshot snapshot = Some.snapshot(SnapshotState.REQUESTED);
    Map<String, Object> parameters = new HashMap<>();
    parameters.put("count", count);
    parameters.put("kind", kind);
    parameters.put("step", step);
    parameters.put("organization", organization);
    parameters.put("provider", provider);
    parameters.put("own", own);
    parameters.put("document", Message.write(snapshot));
    parameters.put("request", Message.write(Some.create()));
    run(() -> Rows.update(ADD, parameters));
  }

  private <T> T run(Supplier<Uni<T>> work) {
    return sessions.run(() -> Panache.withTransaction(work)).await().atMost(Duration.ofSeconds(60));
  }
}
