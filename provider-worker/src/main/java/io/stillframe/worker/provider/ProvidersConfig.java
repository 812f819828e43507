package io.stillframe.worker.provider;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;

/** The configured provider connections, by name. */
@ConfigMapping(prefix = "stillframe.providers")
public interface ProvidersConfig {
  @WithParentName
  Map<String, ProviderConfig> providers();

  /** One connection. */
  interface ProviderConfig {
    /** Which driver serves it: {@code local}, {@code cloudmc}, {@code scaleway}. */
    String kind();

    /** How many copies and new volumes may be in the making at once, all environments together. */
    @WithDefault("4")
    int concurrency();

    /**
     * How many steps a second may go out, all environments together; each kind has its own default.
     * What is learned from a provider that asks us to slow down is never more.
     */
    OptionalDouble rate();

    /** How many steps may go out at once after a quiet time; two seconds' worth by default. */
    OptionalInt burst();

    /** How long a single call may take; the lease of a task always covers it. */
    @WithDefault("20s")
    Duration callTimeout();

    /**
     * How long after a call its effect may still be invisible to a lookup; each kind has its own
     * default.
     */
    Optional<Duration> visibilityDelay();

    /** Where the cloud's API is; each driver's page says which address it takes. */
    Optional<URI> url();

    /** The API key or token; it is sent to the cloud and shown to nobody. */
    Optional<String> key();

    /** How long a connection may take to be made. */
    @WithDefault("5s")
    Duration connectTimeout();

    /**
     * The name of a {@code quarkus.tls} configuration, for clouds with certificates of their own;
     * certificates are verified in any case.
     */
    Optional<String> tls();

    /** What else the driver needs to know of the connection; each driver's page lists its keys. */
    Map<String, String> settings();

    Map<String, EnvironmentConfig> environments();
  }

  /** One environment of a connection. */
  interface EnvironmentConfig {
    /** Who owns volumes whose owner the provider does not tell. */
    String organization();

    /** How many copies and new volumes may be in the making here at once. */
    OptionalInt concurrency();

    /** How many steps a second may go out to this environment. */
    OptionalDouble rate();

    /** How many steps may go out at once after a quiet time; two seconds' worth by default. */
    OptionalInt burst();

    /** What the driver needs to know; each driver's page lists its keys. */
    Map<String, String> settings();
  }
}
