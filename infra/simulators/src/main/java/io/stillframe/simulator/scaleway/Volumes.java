package io.stillframe.simulator.scaleway;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import io.stillframe.simulator.server.Answer;
import io.stillframe.simulator.server.Call;

/** The volumes, as one generation of the API sees them. */
record Volumes(Store store, View view) {
  /** Others have moved to an API of their own. */
  private static final List<String> TYPES = List.of("l_ssd", "scratch");

  Answer list(Call call) {
    Page page = Page.of(call, view.refusals());
    Instant now = store.now();
    return page.answer(call, "volumes", store.volumes(), volume -> view.volume(volume, now));
  }

  Answer get(Call call) {
    return one(named(call));
  }

  Answer create(Call call) {
    Fields request = Fields.of(call, view.refusals()).only(view.volumeFields());
    String name = request.text("name");
    String owner = view.owner(request);
    if (!store.settings().organizations().contains(owner)) {
      throw view.refusals().forbidden();
    }
    String type = request.optionalText("volume_type").orElse("l_ssd");
    if (!TYPES.contains(type)) {
      throw view.refusals().invalid("volume_type", "volume_type does not respect constraint");
    }
    if (request.has("size") == request.has("base_snapshot")) {
      throw view.refusals().invalid("size", "exactly one of size and base_snapshot is required");
    }
    Optional<StoredSnapshot> base =
        request.has("base_snapshot")
            ? Optional.of(available(request.uuid("base_snapshot")))
            : Optional.empty();
    Instant now = store.now();
    StoredVolume volume =
        new StoredVolume(
            UUID.randomUUID().toString(),
            name,
            owner,
            request.texts("tags").orElseGet(List::of),
            base.map(StoredSnapshot::size).orElseGet(() -> request.size("size")),
            type,
            null,
            false,
            now,
            now,
            base.map(any -> now.plus(store.settings().restoreDuration())).orElse(now),
            now,
            call.fate().from(now));
    store.create(call, volume);
    return view.created(volume, now);
  }

  Answer update(Call call) {
    StoredVolume volume = named(call);
    Fields request = Fields.of(call, view.refusals());
    store.update(
        volume
            .withName(request.optionalText("name").orElse(volume.name()))
            .withTags(request.texts("tags").orElse(volume.tags())));
    return one(named(call));
  }

  Answer delete(Call call) {
    StoredVolume volume = named(call);
    String state = volume.state(store.now());
    if (volume.server() != null) {
      throw view.refusals()
          .notPossible("volume", volume.id(), "a server is attached to this volume");
    }
    if (!state.equals(StoredSnapshot.AVAILABLE)) {
      throw view.refusals().conflict("volume", volume.id(), state);
    }
    store.delete(call, volume);
    return Answer.empty(204);
  }

  private Answer one(StoredVolume volume) {
    return Answer.of(200, Map.of("volume", view.volume(volume, store.now())));
  }

  private StoredVolume named(Call call) {
    String id = call.parameter("id");
    return store.volume(id).orElseThrow(() -> view.refusals().unknown("volume", id));
  }

  private StoredSnapshot available(String id) {
    StoredSnapshot snapshot =
        store.snapshot(id).orElseThrow(() -> view.refusals().unknown("snapshot", id));
    if (!snapshot.state(store.now()).equals(StoredSnapshot.AVAILABLE)) {
      throw view.refusals().invalid("base_snapshot", "snapshot is not available");
    }
    return snapshot;
  }
}
