package io.stillframe.command.snapshot;

import java.time.Instant;
import java.util.Map;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;

import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /v1/snapshots}.
 *
 * @param environment may be left out where the provider has only one
 * @param rapid whether to keep the copy on the volume's own storage
 * @param deadline when to give up; 24 hours from now by default
 * @param organization whose snapshot it will be; another one than the key's is for admins
 */
record CreateBody(
    @NotNull @Size(min = 1, max = 63) String provider,
    @Nullable @Size(min = 1, max = 63) String environment,
    @NotNull
        @Pattern(
            regexp = "(?!.*\\.\\.)[A-Za-z0-9][A-Za-z0-9._:@-]{0,127}",
            message =
                "must be a volume's id: 1 to 128 of A-Z a-z 0-9 . _ : @ - without two dots in a row")
        String volumeId,
    @Nullable String name,
    @Nullable @Size(max = 1000) String description,
    @Nullable Map<String, String> labels,
    @Nullable Boolean rapid,
    @Nullable Instant deadline,
    @Nullable String organization) {}
