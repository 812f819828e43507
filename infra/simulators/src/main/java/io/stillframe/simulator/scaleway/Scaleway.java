package io.stillframe.simulator.scaleway;

import java.time.InstantSource;
import java.util.Optional;
import java.util.function.UnaryOperator;

import io.stillframe.simulator.ledger.Ledger;
import io.stillframe.simulator.server.Answer;
import io.stillframe.simulator.server.Call;
import io.stillframe.simulator.server.Cloud;
import io.stillframe.simulator.server.Routes;

/** A simulated Scaleway: two generations of its API over one {@link Store}. */
public final class Scaleway implements Cloud<ScalewaySettings, ScalewayVolume> {
  private static final String INSTANCE = "/instance/v1/zones/{zone}";

  private final Refusals legacyRefusals = new LegacyRefusals();
  private final Refusals instanceRefusals = new InstanceRefusals();
  private final Store store;
  private final Routes legacy;
  private final Routes instance;

  public Scaleway(ScalewaySettings settings, Ledger ledger, InstantSource clock) {
    store = new Store(settings, ledger, clock);
    legacy = routes("", "PUT", new LegacyView(store, legacyRefusals));
    instance = routes(INSTANCE, "PATCH", new InstanceView(store, instanceRefusals));
    // Kept by the service, though its clients hide it.
    instance.on(
        "PUT",
        INSTANCE + "/snapshots/{id}",
        new Snapshots(store, new InstanceView(store, instanceRefusals))::update);
  }

  @Override
  public Answer answer(Call call) {
    Refusals refusals = refusals(call);
    Optional<String> token = call.header("X-Auth-Token");
    if (token.isEmpty()) {
      return refusals.missingToken();
    }
    if (!store.settings().accepts(token.get())) {
      return refusals.wrongToken();
    }
    if (!isInstance(call)) {
      return legacy.answer(call);
    }
    boolean here = call.isBelow("instance", "v1", "zones", store.settings().zone());
    return here ? instance.answer(call) : refusals.unknownPath();
  }

  @Override
  public Answer throttled(Call call) {
    return refusals(call).tooManyRequests();
  }

  @Override
  public Answer broken(Call call, int status) {
    return refusals(call).broken(status);
  }

  @Override
  public ScalewaySettings settings() {
    return store.settings();
  }

  @Override
  public void change(UnaryOperator<ScalewaySettings> change) {
    store.settings(change.apply(store.settings()));
  }

  @Override
  public void add(ScalewayVolume volume) {
    store.add(volume);
  }

  @Override
  public Class<ScalewaySettings> settingsType() {
    return ScalewaySettings.class;
  }

  @Override
  public Class<ScalewayVolume> volumeType() {
    return ScalewayVolume.class;
  }

  @Override
  public boolean force(String snapshotId, String state) {
    return store.force(snapshotId, state);
  }

  @Override
  public void reset() {
    store.reset();
  }

  private Routes routes(String root, String updating, View view) {
    Snapshots snapshots = new Snapshots(store, view);
    Volumes volumes = new Volumes(store, view);
    return new Routes(call -> view.refusals().unknownPath(), call -> view.refusals().wrongMethod())
        .on("GET", root + "/snapshots", snapshots::list)
        .on("POST", root + "/snapshots", snapshots::create)
        .on("GET", root + "/snapshots/{id}", snapshots::get)
        .on(updating, root + "/snapshots/{id}", snapshots::update)
        .on("DELETE", root + "/snapshots/{id}", snapshots::delete)
        .on("GET", root + "/volumes", volumes::list)
        .on("POST", root + "/volumes", volumes::create)
        .on("GET", root + "/volumes/{id}", volumes::get)
        .on(updating, root + "/volumes/{id}", volumes::update)
        .on("DELETE", root + "/volumes/{id}", volumes::delete);
  }

  private Refusals refusals(Call call) {
    return isInstance(call) ? instanceRefusals : legacyRefusals;
  }

  private static boolean isInstance(Call call) {
    return call.isBelow("instance");
  }
}
