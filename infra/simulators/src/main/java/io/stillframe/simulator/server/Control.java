package io.stillframe.simulator.server;

import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.stillframe.simulator.fault.Fault;
import io.stillframe.simulator.fault.FaultList;
import io.stillframe.simulator.fault.FaultPlan;
import io.stillframe.simulator.ledger.CallEntry;
import io.stillframe.simulator.ledger.Ledger;
import io.stillframe.simulator.ledger.ObjectEntry;

/** The control API, by which a test arranges a cloud and reads what it was asked. */
final class Control<S, V> {
  private static final String ROOT = "_simulator";

  private final Routes routes =
      new Routes(call -> error(404, "unknown path"), call -> error(405, "unknown method here"))
          .on("GET", "/_simulator/faults", this::showFaults)
          .on("PUT", "/_simulator/faults", this::replaceFaults)
          .on("POST", "/_simulator/faults", this::addFault)
          .on("DELETE", "/_simulator/faults", this::removeFaults)
          .on("GET", "/_simulator/ledger", this::showLedger)
          .on("GET", "/_simulator/settings", this::showSettings)
          .on("PUT", "/_simulator/settings", this::changeSettings)
          .on("POST", "/_simulator/volumes", this::addVolume)
          .on("PUT", "/_simulator/snapshots/{id}/state", this::force)
          .on("DELETE", "/_simulator", this::reset);

  private final Cloud<S, V> cloud;
  private final FaultPlan faults;
  private final Ledger ledger;

  Control(Cloud<S, V> cloud, FaultPlan faults, Ledger ledger) {
    this.cloud = cloud;
    this.faults = faults;
    this.ledger = ledger;
  }

  /** Whether the call is for this API and not for the cloud's. */
  static boolean isFor(Call call) {
    return !call.segments().isEmpty() && call.segments().getFirst().equals(ROOT);
  }

  Answer answer(Call call) {
    try {
      return routes.answer(call);
    } catch (IllegalArgumentException e) {
      return error(400, String.valueOf(e.getMessage()));
    }
  }

  void reset() {
    faults.replace(new FaultList(0, List.of()));
    ledger.clear();
    cloud.reset();
  }

  private Answer showFaults(Call call) {
    return Answer.of(200, faults.rest());
  }

  private Answer replaceFaults(Call call) {
    faults.replace(Json.read(body(call), FaultList.class));
    return showFaults(call);
  }

  private Answer addFault(Call call) {
    faults.add(Json.read(body(call), Fault.class));
    return showFaults(call);
  }

  private Answer removeFaults(Call call) {
    faults.replace(new FaultList(0, List.of()));
    return Answer.empty(204);
  }

  private Answer showLedger(Call call) {
    return Answer.of(200, new LedgerBody(ledger.calls(), ledger.objects(), ledger.forgotten()));
  }

  private Answer showSettings(Call call) {
    return Answer.of(200, cloud.settings());
  }

  private Answer changeSettings(Call call) {
    ObjectNode settings = body(call);
    if (settings.has("volumes")) {
      throw new IllegalArgumentException("volumes: add them by POST /_simulator/volumes");
    }
    cloud.change(now -> Json.patched(now, settings, cloud.settingsType()));
    return showSettings(call);
  }

  private Answer addVolume(Call call) {
    cloud.add(Json.read(body(call), cloud.volumeType()));
    return Answer.empty(204);
  }

  private Answer force(Call call) {
    JsonNode state = body(call).path("state");
    if (!state.isTextual()) {
      throw new IllegalArgumentException("state: a string is required");
    }
    return cloud.force(call.parameter("id"), state.textValue())
        ? Answer.empty(204)
        : error(404, "unknown snapshot");
  }

  private Answer reset(Call call) {
    reset();
    return Answer.empty(204);
  }

  private static ObjectNode body(Call call) {
    return call.object()
        .orElseThrow(() -> new IllegalArgumentException("the body is not a JSON object"));
  }

  private static Answer error(int status, String reason) {
    return Answer.of(status, Map.of("error", reason));
  }

  private record LedgerBody(List<CallEntry> calls, List<ObjectEntry> objects, long forgotten) {}
}
