package io.stillframe.contract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** One message of every kind that is written, by the name of its example. */
final class Messages {
  private static final Instant AT = Instant.parse("2026-11-21T20:15:30.123456Z");
  private static final UUID SNAPSHOT = UUID.fromString("01a1ff8e-6d52-7b3a-9c51-0c2f6f3a9e01");
  private static final UUID OPERATION = UUID.fromString("01a1ff8e-6d52-7b3a-9c51-0c2f6f3a9e02");
  private static final UUID ACTION = UUID.fromString("01a1ff8e-6d52-7b3a-9c51-0c2f6f3a9e03");
  private static final String ADMIN = "key-of-the-desk";
  private static final String ORGANIZATION = "000a115d-2852-4b0a-9ce8-47f1134ba95a";

  private Messages() {}

  static Map<String, Message> all() {
    Map<String, Message> all = new LinkedHashMap<>();
    for (SnapshotRequest request : requests()) {
      all.put("request-" + request.type(), Message.of(request));
    }
    for (Class<?> type : SnapshotEvent.class.getPermittedSubclasses()) {
      if (type != SnapshotEvent.Unknown.class) {
        SnapshotEvent event = event(type);
        all.put("event-" + event.type(), Message.of(event));
      }
    }
    all.put("snapshot-state", Message.stateAfter(event(SnapshotEvent.Available.class)));
    all.put("volume-state", Message.of(volume()));
    all.put("provider-state", Message.of(environment()));
    all.put("finding", Message.of(finding()));
    for (AdminRequest request : adminRequests()) {
      all.put("admin-request-" + request.type(), Message.of(request));
    }
    for (AdminEvent event : adminEvents()) {
      all.put("admin-event-" + event.status().wireName(), Message.of(event, "query-service"));
    }
    return all;
  }

  static List<SnapshotRequest> requests() {
    return List.of(
        create(),
        new UpdateSnapshot(
            OPERATION, SNAPSHOT, ORGANIZATION, patch(), 3L, AT, AT.plusSeconds(3600)),
        new DeleteSnapshot(OPERATION, SNAPSHOT, ORGANIZATION, AT),
        new RestoreSnapshot(
            OPERATION, SNAPSHOT, ORGANIZATION, "restored", AT, AT.plusSeconds(3600)),
        new CancelOperation(OPERATION, SNAPSHOT, ORGANIZATION, OperationKind.CREATE, AT));
  }

  static SnapshotEvent event(Class<?> type) {
    Snapshot snapshot =
        SnapshotBuilder.builder(Snapshot.requested(create()))
            .state(SnapshotState.AVAILABLE)
            .version(4)
            .revision(3)
            .sizeBytes(67108864L)
            .storedBytes(67108864L)
            .sha256("ab".repeat(32))
            .providerSnapshotId(SNAPSHOT.toString())
            .progress(Progress.reported(67108864, 67108864))
            .condition(
                new Condition(
                    Condition.Reason.RETRYING,
                    2,
                    AT,
                    ProblemType.PROVIDER_UNAVAILABLE.because("it did not answer")))
            .cutAt(AT)
            .availableAt(AT)
            .problem(
                new Problem(
                    ProblemType.PROVIDER_ERROR.uri(),
                    "The provider failed",
                    502,
                    "why",
                    "name",
                    "E17",
                    "req-1"))
            .build();
    Operation running = Operation.running(create(), OperationKind.CREATE);
    List<Operation> operations =
        List.of(
            running.succeeded(AT, new RestoredVolume("v2", "restored", 67108864)),
            running.failed(AT, ProblemType.OUT_OF_SPACE.because("full")),
            running.cancelled(AT),
            running);
    try {
      Constructor<?> constructor = type.getDeclaredConstructors()[0];
      Object[] values = {
        AT, SnapshotState.CREATING, snapshot, operations, "f1350c5d-f1d8-4f9d-b114-6053905578e1"
      };
      return (SnapshotEvent)
          constructor.newInstance(java.util.Arrays.copyOf(values, constructor.getParameterCount()));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  static Volume volume() {
    return new Volume(
        "4fe54594-a788-442c-b7a8-0237f7a4f70d",
        "compute-on",
        "test_area",
        ORGANIZATION,
        "ROOT-35545",
        "os",
        67108864,
        true,
        "i-1",
        "i-root-6E7",
        1,
        AT);
  }

  static ProviderEnvironment environment() {
    return new ProviderEnvironment(
        "compute-on",
        "test_area",
        "local",
        ORGANIZATION,
        new ProviderEnvironment.Capabilities(true, true, true, Progress.Source.REPORTED, 1),
        false,
        ProblemType.PROVIDER_UNAVAILABLE.because("the folder with the volumes cannot be read"),
        2,
        AT);
  }

  static Finding finding() {
    return new Finding(
        Finding.id("compute-on", "test_area", Finding.Kind.ORPHAN, "copy-1"),
        Finding.Kind.ORPHAN,
        Finding.Status.IGNORED,
        "compute-on",
        "test_area",
        ORGANIZATION,
        "copy-1",
        SNAPSHOT,
        "4fe54594-a788-442c-b7a8-0237f7a4f70d",
        "BeforeUpgradeToV2",
        67108864L,
        true,
        "the provider has this copy, and no snapshot of ours has it",
        new Finding.LastAction(ACTION, "ignore-finding", ADMIN, AT),
        2,
        AT,
        AT.plusSeconds(30));
  }

  static List<AdminRequest> adminRequests() {
    UUID finding = finding().id();
    DeadLetterId letter = new DeadLetterId("query-service", 3, 17);
    return List.of(
        new AdminRequest.AdoptFinding(
            ACTION, ADMIN, ORGANIZATION, AT, finding, ORGANIZATION, "adopted"),
        new AdminRequest.DeleteFinding(ACTION, ADMIN, ORGANIZATION, AT, finding),
        new AdminRequest.IgnoreFinding(ACTION, ADMIN, ORGANIZATION, AT, finding),
        new AdminRequest.ReplayDeadLetter(ACTION, ADMIN, ORGANIZATION, AT, letter),
        new AdminRequest.DiscardDeadLetter(ACTION, ADMIN, ORGANIZATION, AT, letter),
        new AdminRequest.RebuildReadModel(ACTION, ADMIN, ORGANIZATION, AT, true));
  }

  static List<AdminEvent> adminEvents() {
    AdminRequest request = adminRequests().getLast();
    ObjectNode result = ContractJson.MAPPER.createObjectNode().put("millis", 1200);
    return List.of(
        AdminEvent.running(request, AT),
        AdminEvent.succeeded(request, AT, result),
        AdminEvent.failed(
            request, AT, ProblemType.READ_MODEL_DIFFERS.because("snapshot_view differs"), result));
  }

  private static CreateSnapshot create() {
    return new CreateSnapshot(
        OPERATION,
        SNAPSHOT,
        ORGANIZATION,
        "compute-on",
        "test_area",
        "4fe54594-a788-442c-b7a8-0237f7a4f70d",
        "ROOT-35545",
        "os",
        "BeforeUpgradeToV2",
        "before the upgrade",
        Map.of("release", "2"),
        true,
        AT,
        AT.plusSeconds(86400));
  }

  private static ObjectNode patch() {
    try {
      return (ObjectNode)
          ContractJson.MAPPER.readTree(
              "{\"name\":\"new name\",\"description\":null,\"labels\":{\"release\":null,\"tier\":\"gold\"}}");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
