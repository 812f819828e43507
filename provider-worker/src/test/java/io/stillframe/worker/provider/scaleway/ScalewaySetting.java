package io.stillframe.worker.provider.scaleway;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;

import jakarta.inject.Inject;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

import io.stillframe.contract.Writable;
import io.stillframe.simulator.SimulatedCloud;
import io.stillframe.simulator.SimulatorSettings;
import io.stillframe.simulator.Simulators;
import io.stillframe.simulator.ledger.ObjectEntry;
import io.stillframe.simulator.scaleway.ScalewaySettings;
import io.stillframe.simulator.scaleway.ScalewayVolume;
import io.stillframe.worker.provider.Configured;
import io.stillframe.worker.provider.CopyRef;
import io.stillframe.worker.provider.NewCopy;
import io.stillframe.worker.provider.NewVolume;
import io.stillframe.worker.provider.ProviderException;
import io.stillframe.worker.provider.ProvidersConfig.ProviderConfig;
import io.stillframe.worker.provider.RestClients;
import io.stillframe.worker.provider.RestoringProviderContract;
import io.stillframe.worker.provider.SnapshotProvider;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** The simulated cloud, and what its tests need; which generation is asked is open. */
abstract class ScalewaySetting extends RestoringProviderContract {
  static final String VOLUME = "701a8946-ff9d-4579-95e3-1c2c2d0f892d";
  static final String OWNER = "000a115d-2852-4b0a-9ce8-47f1134ba95a";
  static final String OTHER = "f1350c5d-f1d8-4f9d-b114-6053905578e1";
  static final SimulatorSettings SETTINGS = SimulatorSettings.defaults();
  private static Simulators simulators;
  static SimulatedCloud<ScalewaySettings, ScalewayVolume> cloud;

  @Inject RestClients clients;

  /** The setting {@code api}. */
  protected abstract String api();

  /** That generation, to look past the driver. */
  protected abstract Generation generation();

  @BeforeAll
  static void start() {
    simulators = Simulators.start(SETTINGS);
    cloud = simulators.scaleway();
  }

  @BeforeEach
  void reset() {
    cloud.reset();
    cloud.change(
        now ->
            now.withSnapshotDuration(Duration.ofMillis(100))
                .withRestoreDuration(Duration.ofMillis(100)));
  }

  @AfterAll
  static void stop() {
    simulators.close();
  }

  @Override
  protected SnapshotProvider provider() {
    return provider(Map.of());
  }

  protected SnapshotProvider provider(Map<String, String> more) {
    Map<String, String> settings = new HashMap<>();
    settings.put("kind", "scaleway");
    settings.put("url", cloud.url().toString());
    settings.put("key", SETTINGS.scaleway().token());
    settings.put("call-timeout", "1s");
    settings.put("settings.api", api());
    settings.putAll(more);
    ProviderConfig config = Configured.provider("scw", "par1", settings);
    return new ScalewayKind(clients).open("scw", config, "par1", config.environments().get("par1"));
  }

  @Override
  protected String organization() {
    return OWNER;
  }

  @Override
  protected String newVolume() {
    return VOLUME;
  }

  @Override
  protected String newLargeVolume() {
    cloud.change(now -> now.withSnapshotDuration(Duration.ofSeconds(2)));
    return VOLUME;
  }

  protected static Writable members(String name, String organization) {
    return new Writable(name, null, Map.of(), organization);
  }

  protected String ownerOf(CopyRef copy) {
    return call(generation().client().snapshot(copy.providerSnapshotId()))
        .orElseThrow()
        .organization();
  }

  protected ScalewayClient client(String path) {
    Map<String, String> settings = Map.of("kind", "scaleway", "url", cloud.url() + path);
    ProviderConfig config = Configured.provider("scw", "par1", settings);
    return new ScalewayClient(
        clients.builder("scw", config).build(ScalewayApi.class), SETTINGS.scaleway().token());
  }

  protected CopyRef copyThatIsThere() {
    call(provider().createSnapshot(copyOf(VOLUME)));
    return new CopyRef(snapshotId, awaitCopy().id(), null);
  }

  protected NewVolume restoreOf(CopyRef copy) {
    return new NewVolume(UUID.randomUUID(), copy, "restored", OWNER);
  }

  protected List<ObjectEntry> objects(ObjectEntry.Type type) {
    return cloud.ledger().objects().stream().filter(each -> each.type() == type).toList();
  }

  protected NewCopy another() {
    return new NewCopy(UUID.randomUUID(), OWNER, VOLUME, "another", null, Map.of(), false);
  }

  protected void haveSnapshots(int count) {
    cloud.change(now -> now.withSnapshotDuration(Duration.ZERO));
    IntStream.range(0, count).forEach(each -> call(provider().createSnapshot(another())));
  }

  protected static ProviderException refusal(SnapshotProvider provider, NewCopy wanted) {
    return catchThrowableOfType(
        ProviderException.class, () -> call(provider.createSnapshot(wanted)));
  }
}
