package io.stillframe.worker.provider;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

import jakarta.inject.Singleton;

import io.quarkus.rest.client.reactive.QuarkusRestClientBuilder;
import io.quarkus.tls.TlsConfigurationRegistry;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.client.api.LoggingScope;
import org.jspecify.annotations.Nullable;

import io.stillframe.worker.provider.ProvidersConfig.ProviderConfig;

/** Makes the HTTP clients of drivers as the connection's configuration says. */
@Singleton
public class RestClients {
  private final TlsConfigurationRegistry tls;

  RestClients(TlsConfigurationRegistry tls) {
    this.tls = tls;
  }

  /**
   * A builder that needs nothing but its interface. A failed status is an answer there, no
   * exception.
   *
   * @throws IllegalArgumentException if the connection has no address or an unknown TLS
   *     configuration
   */
  public QuarkusRestClientBuilder builder(String name, ProviderConfig config) {
    URI url =
        config
            .url()
            .filter(URI::isAbsolute)
            .orElseThrow(() -> missing(name, "url", "the address of the cloud's API"));
    QuarkusRestClientBuilder builder =
        QuarkusRestClientBuilder.newBuilder()
            .baseUri(url)
            .connectTimeout(config.connectTimeout().toMillis(), TimeUnit.MILLISECONDS)
            .readTimeout(config.callTimeout().toMillis(), TimeUnit.MILLISECONDS)
            .followRedirects(false)
            // What a client logs has the key in it, so nobody can switch that on.
            .loggingScope(LoggingScope.NONE)
            .disableDefaultMapper(true);
    config
        .tls()
        .ifPresent(
            named ->
                builder.tlsConfiguration(
                    tls.get(named)
                        .orElseThrow(
                            () -> missing(name, "tls", "no quarkus.tls." + named + " is there"))));
    return builder;
  }

  /**
   * The connection's key.
   *
   * @throws IllegalArgumentException if it has none
   */
  public String key(String name, ProviderConfig config) {
    return config.key().orElseThrow(() -> missing(name, "key", "the key of the cloud's API"));
  }

  /** The answer's body. The client reads it by itself only when the call went well. */
  public static @Nullable String text(RestResponse<String> answer) {
    Object body = answer.toResponse().getEntity();
    try {
      return body instanceof InputStream unread
          ? new String(unread.readAllBytes(), StandardCharsets.UTF_8)
          : (String) body;
    } catch (IOException e) {
      return null;
    }
  }

  private static IllegalArgumentException missing(String name, String key, String what) {
    return new IllegalArgumentException(
        "stillframe.providers.%s.%s is missing: %s".formatted(name, key, what));
  }
}
