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
public record CreateBody(
    @NotNull @Size(min = 1, max = 63) String provider,
    @Nullable @Size(min = 1, max = 63) String environment,
    @NotNull @Pattern(regexp = VolumeId.REGEX, message = VolumeId.RULE) String volumeId,
    @Nullable String name,
    @Nullable @Size(max = 1000) String description,
    @Nullable Map<String, String> labels,
    @Nullable Boolean rapid,
    @Nullable Instant deadline,
    @Nullable String organization) {}
