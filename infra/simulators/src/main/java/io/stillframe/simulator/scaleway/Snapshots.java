package io.stillframe.simulator.scaleway;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.stillframe.simulator.server.Answer;
import io.stillframe.simulator.server.Call;

/** The snapshots, as one generation of the API sees them. */
record Snapshots(Store store, View view) {
  Answer list(Call call) {
    Page page = Page.of(call, view.refusals());
    Instant now = store.now();
    return page.answer(
        call,
        "snapshots",
        view.filtered(call, store.snapshots()),
        snapshot -> view.snapshot(snapshot, now));
  }

  Answer get(Call call) {
    return one(named(call));
  }

  Answer create(Call call) {
    Fields request = Fields.of(call, view.refusals()).only(view.snapshotFields());
    String name = request.text("name");
    String owner = owned(view.owner(request));
    String volumeId = request.uuid("volume_id");
    StoredVolume volume =
        store.volume(volumeId).orElseThrow(() -> view.refusals().unknown("volume", volumeId));
    requireIdle(volume);
    view.requireFree(volume);
    requireQuota();
    Instant now = store.now();
    StoredSnapshot snapshot =
        new StoredSnapshot(
            UUID.randomUUID().toString(),
            name,
            owner,
            request.texts("tags").orElseGet(List::of),
            volume.id(),
            volume.size(),
            volume.volumeType(),
            now,
            now,
            store.settings().snapshotDuration(),
            store.nextOutcome(call),
            null,
            call.fate().from(now));
    store.create(call, snapshot);
    return view.created(snapshot, now);
  }

  /**
   * Changes what the request names. Clients of the legacy API send the whole object, so members
   * that cannot be changed are passed over.
   */
  Answer update(Call call) {
    StoredSnapshot snapshot = named(call);
    Fields request = Fields.of(call, view.refusals());
    String organization = request.optionalText("organization").orElse(snapshot.organization());
    StoredSnapshot updated =
        snapshot
            .withName(request.optionalText("name").orElse(snapshot.name()))
            .withTags(request.texts("tags").orElse(snapshot.tags()))
            .withOrganization(owned(organization));
    store.update(updated);
    return one(named(call));
  }

  Answer delete(Call call) {
    StoredSnapshot snapshot = named(call);
    String state = snapshot.state(store.now());
    if (state.equals(StoredSnapshot.SNAPSHOTTING)) {
      throw view.refusals().conflict("snapshot", snapshot.id(), state);
    }
    store.delete(call, snapshot);
    return Answer.empty(204);
  }

  private Answer one(StoredSnapshot snapshot) {
    return Answer.of(200, Map.of("snapshot", view.snapshot(snapshot, store.now())));
  }

  private StoredSnapshot named(Call call) {
    String id = call.parameter("id");
    store.vanish(call, id);
    return store.snapshot(id).orElseThrow(() -> view.refusals().unknown("snapshot", id));
  }

  private String owned(String organization) {
    if (!store.settings().organizations().contains(organization)) {
      throw view.refusals().forbidden();
    }
    return organization;
  }

  private void requireIdle(StoredVolume volume) {
    String state = volume.state(store.now());
    if (!state.equals(StoredSnapshot.AVAILABLE)) {
      throw view.refusals().conflict("volume", volume.id(), state);
    }
  }

  private void requireQuota() {
    int quota = store.settings().quota();
    if (quota > 0 && store.count() >= quota) {
      throw view.refusals().quotaExceeded(quota);
    }
  }
}
