package io.stillframe.worker.admin;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

import jakarta.inject.Singleton;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import org.jspecify.annotations.Nullable;

import io.stillframe.contract.AdminEvent;
import io.stillframe.contract.AdminRequest;
import io.stillframe.contract.AdminRequest.AdoptFinding;
import io.stillframe.contract.AdminRequest.DeleteFinding;
import io.stillframe.contract.AdminRequest.IgnoreFinding;
import io.stillframe.contract.AdminRequest.OnFinding;
import io.stillframe.contract.Finding;
import io.stillframe.contract.Finding.LastAction;
import io.stillframe.contract.Finding.Status;
import io.stillframe.contract.Message;
import io.stillframe.contract.Problem;
import io.stillframe.contract.ProblemType;
import io.stillframe.contract.Snapshot;
import io.stillframe.contract.SnapshotEvent;
import io.stillframe.outbox.Outbox;
import io.stillframe.worker.finding.Findings;
import io.stillframe.worker.finding.RemovalTable;
import io.stillframe.worker.snapshot.Snapshots;

/** Carries out what administrators want done about findings, in the caller's transaction. */
@Singleton
class Actions {
  private final Outbox outbox;
  private final Snapshots snapshots;
  private final Findings findings;
  private final RemovalTable removals;
  private final Clock clock;

  Actions(
      Outbox outbox, Snapshots snapshots, Findings findings, RemovalTable removals, Clock clock) {
    this.outbox = outbox;
    this.snapshots = snapshots;
    this.findings = findings;
    this.removals = removals;
    this.clock = clock;
  }

  /** Snapshots are locked before findings, as the inventory does. */
  Uni<Void> carryOut(OnFinding request) {
    return findings
        .find(request.findingId())
        .chain(
            found ->
                found
                    .map(finding -> snapshotOf(finding).chain(of -> decide(request, of)))
                    .orElseGet(() -> refuse(request, unknown(request))));
  }

  private Uni<Optional<Snapshot>> snapshotOf(Finding finding) {
    return finding.snapshotId() == null
        ? Uni.createFrom().item(Optional.empty())
        : snapshots
            .lock(Set.of(finding.snapshotId()))
            .map(locked -> locked.values().stream().findFirst());
  }

  private Uni<Void> decide(OnFinding request, Optional<Snapshot> snapshot) {
    return findings
        .lock(request.findingId())
        .map(Optional::orElseThrow)
        .chain(
            finding ->
                finding.status() == Status.RESOLVED
                    ? refuse(request, unknown(request))
                    : switch (request) {
                      case IgnoreFinding ignore -> end(ignore, finding, Status.IGNORED, null);
                      case AdoptFinding adopt -> adopt(adopt, finding, snapshot);
                      case DeleteFinding delete -> delete(delete, finding, snapshot);
                    });
  }

  private Uni<Void> adopt(AdoptFinding request, Finding finding, Optional<Snapshot> snapshot) {
    return switch (finding.kind()) {
      case ORPHAN ->
          removals
              .isUnderWay(finding)
              .chain(
                  going ->
                      going
                          ? refuse(
                              request,
                              ProblemType.SNAPSHOT_NOT_AVAILABLE.because(
                                  "the copy is being removed"))
                          : adoptOrphan(request, finding, snapshot));
      case DRIFT ->
          snapshot
              .flatMap(each -> Takeover.ofDrift(each, finding, clock.instant()))
              .map(updated -> store(List.of(updated), request, finding, null))
              .orElseGet(
                  () ->
                      refuse(
                          request,
                          ProblemType.NOT_SUPPORTED.because(
                              "only a name or a size can be taken over, of a snapshot that is available")));
      case MISSING ->
          refuse(
              request,
              ProblemType.NOT_SUPPORTED.because("the provider has no copy that could be adopted"));
    };
  }

  /**
   * A copy with the marker of a snapshot that has ended would go with that when its owner deletes
   * it; so that one is deleted now.
   */
  private Uni<Void> adoptOrphan(AdoptFinding request, Finding finding, Optional<Snapshot> marked) {
    if (marked.filter(Takeover::hasCopy).isPresent()) {
      return refuse(
          request,
          ProblemType.SNAPSHOT_NOT_AVAILABLE.because(
              "the copy has the marker of a snapshot that is there, and goes when that is deleted"));
    }
    SnapshotEvent adopted = Takeover.ofOrphan(finding, request, clock.instant());
    List<SnapshotEvent> events = new ArrayList<>();
    marked.ifPresent(each -> events.addAll(Takeover.ofEnded(each, clock.instant())));
    events.add(adopted);
    ObjectNode result =
        JsonNodeFactory.instance.objectNode().put("snapshotId", adopted.snapshot().id().toString());
    return store(events, request, finding, result);
  }

  private Uni<Void> delete(DeleteFinding request, Finding finding, Optional<Snapshot> snapshot) {
    return switch (finding.kind()) {
      case ORPHAN ->
          removals
              .add(finding, request)
              .chain(() -> append(AdminEvent.running(request, clock.instant())));
      case MISSING -> {
        List<SnapshotEvent> gone =
            snapshot.map(each -> Takeover.ofMissing(each, clock.instant())).orElse(List.of());
        yield gone.isEmpty()
            ? refuse(
                request,
                ProblemType.SNAPSHOT_NOT_AVAILABLE.because("the snapshot is not missing any more"))
            : store(gone, request, finding, null);
      }
      case DRIFT ->
          refuse(
              request,
              ProblemType.NOT_SUPPORTED.because(
                  "a snapshot that differs is deleted as any other is"));
    };
  }

  private Uni<Void> store(
      List<SnapshotEvent> events, OnFinding request, Finding finding, @Nullable ObjectNode result) {
    List<Message> messages = new ArrayList<>();
    Map<UUID, Snapshot> after = new LinkedHashMap<>();
    for (SnapshotEvent event : events) {
      messages.addAll(Message.all(event));
      after.put(event.snapshot().id(), event.snapshot());
    }
    return snapshots
        .save(after.values())
        .chain(() -> outbox.append(messages))
        .chain(() -> end(request, finding, Status.RESOLVED, result));
  }

  private Uni<Void> end(
      OnFinding request, Finding finding, Status status, @Nullable ObjectNode result) {
    Instant now = clock.instant();
    LastAction action = new LastAction(request.id(), request.type(), request.requestedBy(), now);
    return findings
        .acted(finding, status, action)
        .chain(() -> append(AdminEvent.succeeded(request, now, result)));
  }

  private Uni<Void> refuse(OnFinding request, Problem problem) {
    return append(AdminEvent.failed(request, clock.instant(), problem, null));
  }

  private Uni<Void> append(AdminEvent event) {
    return outbox.append(List.of(Message.of(event, "provider-worker")));
  }

  private static Problem unknown(AdminRequest.OnFinding request) {
    return ProblemType.FINDING_NOT_FOUND.because("there is no open finding " + request.findingId());
  }
}
