package io.stillframe.api;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;

import io.vertx.core.MultiMap;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ApiKeysTest {
  private static final String SHA256_OF_SECRET =
      "2BB80D537B1DA3E38BD30361AA855686BDE0EACD7162FEF6A25FE97BF527A25B";

  @Test
  void callerIsWhomTheKeyBelongsTo() {
    // Given
    ApiKeys keys = keys(SHA256_OF_SECRET);
    // When
    var caller = keys.authenticate("secret");
    // Then
    assertThat(caller).contains(new Caller("name", "org", Role.OPERATOR));
    assertThat(keys.authenticate("secre")).isEmpty();
    assertThat(keys.authenticate(SHA256_OF_SECRET)).isEmpty();
  }

  @Test
  void aKeyIsNoneFromTheMomentWhenItExpires() {
    // Given
    Instant end = Instant.parse("2026-03-01T00:00:00Z");
    Key key = new Key(SHA256_OF_SECRET, "org", Role.READER, Optional.of(end));
    // When
    ApiKeys before = new ApiKeys(() -> Map.of("k", key), clock(end.minusMillis(1)));
    ApiKeys after = new ApiKeys(() -> Map.of("k", key), clock(end));
    // Then
    assertThat(before.authenticate("secret")).isPresent();
    assertThat(after.authenticate("secret")).isEmpty();
  }

  private static Clock clock(Instant now) {
    return Clock.fixed(now, ZoneOffset.UTC);
  }

  @Test
  void withoutConfigurationNobodyGetsIn() {
    assertThat(new ApiKeys(Map::of).authenticate("")).isEmpty();
  }

  @Test
  void wrongDigestFailsTheStartAndNamesTheKey() {
    assertThatThrownBy(() -> keys("secret"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("stillframe.keys.name.sha256")
        .hasMessageContaining("64 hex");
  }

  @Test
  void oneKeyIsTakenFromAnyHeader() {
    assertThat(PresentedKey.of(headers("authorization", "BEARER  k "))).contains("k");
    assertThat(PresentedKey.of(headers("MC-Api-Key", "k"))).contains("k");
    assertThat(PresentedKey.of(headers("x-auth-token", "k", "MC-Api-Key", "k"))).contains("k");
  }

  @Test
  void noKeyOrTwoKeysAreNone() {
    assertThat(PresentedKey.of(headers())).isEmpty();
    assertThat(PresentedKey.of(headers("X-Auth-Token", ""))).isEmpty();
    assertThat(PresentedKey.of(headers("Authorization", "Basic k"))).isEmpty();
    assertThat(PresentedKey.of(headers("X-Auth-Token", "a", "MC-Api-Key", "b"))).isEmpty();
    assertThat(PresentedKey.of(headers("X-Auth-Token", "a", "X-Auth-Token", "b"))).isEmpty();
    assertThat(PresentedKey.of(headers("Authorization", "Basic k", "X-Auth-Token", "a"))).isEmpty();
  }

  private static ApiKeys keys(String sha256) {
    return new ApiKeys(
        () -> Map.of("name", new Key(sha256, "org", Role.OPERATOR, Optional.empty())));
  }

  private record Key(String sha256, String organization, Role role, Optional<Instant> expiresAt)
      implements ApiKeysConfig.Key {}

  private static MultiMap headers(String... pairs) {
    MultiMap headers = MultiMap.caseInsensitiveMultiMap();
    for (int i = 0; i < pairs.length; i += 2) {
      headers.add(pairs[i], pairs[i + 1]);
    }
    return headers;
  }
}
