package io.stillframe.simulator.cloudmc;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

import io.stillframe.simulator.ledger.Ledger;
import io.stillframe.simulator.server.Answer;
import io.stillframe.simulator.server.Call;
import io.stillframe.simulator.server.Cloud;
import io.stillframe.simulator.server.Routes;

/** A simulated CloudMC: its API over what its {@link CloudStack} holds. */
public final class CloudMc implements Cloud<CloudMcSettings, CloudMcVolume> {
  private static final List<String> VERSIONS = List.of("v1", "v2");
  private static final String API = "/api/{version}";
  private static final String SERVICE = API + "/services/{service}/{environment}";

  private final Routes routes = new Routes(CloudMc::unknownPath, CloudMc::wrongMethod);
  private final CloudStack cloud;

  public CloudMc(CloudMcSettings settings, Ledger ledger, InstantSource clock) {
    cloud = new CloudStack(settings, ledger, clock);
    Tasks tasks = new Tasks(cloud);
    Snapshots snapshots = new Snapshots(cloud, tasks);
    Volumes volumes = new Volumes(cloud, snapshots);
    Administration administration = new Administration(cloud);
    routes
        .on("GET", SERVICE + "/snapshots", snapshots::list)
        .on("POST", SERVICE + "/snapshots", snapshots::create)
        .on("GET", SERVICE + "/snapshots/{id}", snapshots::get)
        .on("DELETE", SERVICE + "/snapshots/{id}", snapshots::delete)
        .on("GET", SERVICE + "/volumes", volumes::list)
        .on("GET", SERVICE + "/volumes/{id}", volumes::get)
        .on("POST", SERVICE + "/volumes/{id}", volumes::operate)
        .on("GET", API + "/tasks/{id}", tasks::get)
        .on("GET", API + "/environments", administration::environments)
        .on("GET", API + "/services/connections", administration::connections);
  }

  @Override
  public Answer answer(Call call) {
    if (!call.header("MC-Api-Key").filter(cloud.settings().apiKey()::equals).isPresent()) {
      return CloudMcRefusal.FORBIDDEN.answer("The API key is missing or unknown", Map.of());
    }
    boolean known =
        call.segments().size() > 1
            && call.segments().getFirst().equals("api")
            && VERSIONS.contains(call.segments().get(1));
    return known ? routes.answer(call) : unknownPath(call);
  }

  @Override
  public Answer throttled(Call call) {
    return CloudMcRefusal.TOO_MANY_REQUESTS.answer("Too many requests", Map.of());
  }

  @Override
  public Answer broken(Call call, int status) {
    return CloudMcRefusal.INTERNAL_ERROR.answer(status, "An unexpected error occurred", Map.of());
  }

  @Override
  public CloudMcSettings settings() {
    return cloud.settings();
  }

  @Override
  public void change(UnaryOperator<CloudMcSettings> change) {
    cloud.settings(change.apply(cloud.settings()));
  }

  @Override
  public void add(CloudMcVolume volume) {
    cloud.volumes().add(volume);
  }

  @Override
  public Class<CloudMcSettings> settingsType() {
    return CloudMcSettings.class;
  }

  @Override
  public Class<CloudMcVolume> volumeType() {
    return CloudMcVolume.class;
  }

  @Override
  public boolean force(String snapshotId, String state) {
    return cloud.force(snapshotId, state);
  }

  @Override
  public void reset() {
    cloud.reset();
  }

  private static Answer unknownPath(Call call) {
    return CloudMcRefusal.NOT_FOUND.answer("There is nothing at this path", Map.of());
  }

  private static Answer wrongMethod(Call call) {
    return CloudMcRefusal.METHOD_NOT_ALLOWED.answer(
        "This path has no method " + call.method(), Map.of());
  }
}
