package io.stillframe.local;

import java.time.Duration;
import java.util.stream.Collectors;

/** What a user sees when everything runs: where, with which keys, and four calls to paste. */
final class Welcome {
  private Welcome() {}

  static String text(LocalStack stack, Settings settings, long started) {
    return """

    Stillframe is ready at %1$s (%2$.1f s). Ctrl-C stops it; the data stays in %3$s
    The API as one OpenAPI document: %1$s/openapi   Logs: %4$s

    Keys (they work on this machine only):
    %5$s

    To try, in another terminal: take a snapshot, list, restore it to a new volume, delete it.

    ID=$(curl -s -X POST %1$s/v1/snapshots -H 'Authorization: Bearer local-operator' -H 'Content-Type: application/json' -H 'Prefer: wait=20' -d '{"provider":"compute-on","environment":"test_area","volumeId":"4fe54594-a788-442c-b7a8-0237f7a4f70d","name":"BeforeUpgradeToV2"}' | tee -a /dev/stderr | sed -n 's/.*"snapshotId":"\\([^"]*\\)".*/\\1/p')

    curl -s %1$s/v1/snapshots -H 'Authorization: Bearer local-operator'

    curl -s -X POST %1$s/v1/snapshots/$ID/restore -H 'Authorization: Bearer local-operator' -H 'Content-Type: application/json' -H 'Prefer: wait=20' -d '{"name":"restored"}'

    curl -s -X DELETE %1$s/v1/snapshots/$ID -H 'Authorization: Bearer local-operator' -H 'Prefer: wait=20'
    """
        .formatted(
            stack.url(),
            Duration.ofNanos(System.nanoTime() - started).toMillis() / 1000.0,
            settings.data(),
            settings.data().resolve("logs"),
            keys());
  }

  private static String keys() {
    return LocalKey.ALL.stream()
        .map(
            key ->
                "  %-15s %-9s organization %s"
                    .formatted(key.text(), key.role(), key.organization()))
        .collect(Collectors.joining("\n"));
  }
}
