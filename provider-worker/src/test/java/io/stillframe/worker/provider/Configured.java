package io.stillframe.worker.provider;

import java.util.HashMap;
import java.util.Map;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;

/** A connection as its operator would write it down. */
public final class Configured {
  private Configured() {}

  /**
   * @param settings keys below {@code stillframe.providers.<name>}
   */
  public static ProvidersConfig.ProviderConfig provider(
      String name, String environment, Map<String, String> settings) {
    String prefix = "stillframe.providers." + name + ".";
    Map<String, String> all = new HashMap<>();
    settings.forEach((key, value) -> all.put(prefix + key, value));
    all.putIfAbsent(prefix + "kind", "held");
    all.put(prefix + "environments." + environment + ".organization", "acme");
    return new SmallRyeConfigBuilder()
        .addDefaultInterceptors()
        .addDiscoveredConverters()
        .withMapping(ProvidersConfig.class)
        .withSources(new PropertiesConfigSource(all, "test", 100))
        .build()
        .getConfigMapping(ProvidersConfig.class)
        .providers()
        .get(name);
  }
}
