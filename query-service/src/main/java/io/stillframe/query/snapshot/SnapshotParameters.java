package io.stillframe.query.snapshot;

import java.util.List;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** Which snapshots a list shows. */
@RegisterForReflection
public record SnapshotParameters(
    @RestQuery @Nullable String provider,
    @RestQuery @Nullable String environment,
    @RestQuery @Nullable String volumeId,
    @RestQuery
        @Parameter(
            description =
                "States, repeated or separated by commas. Deleted ones are shown only if asked for.")
        List<String> state,
    @RestQuery @Nullable String name,
    @RestQuery @Parameter(description = "key or key=value; all of several must be there")
        List<String> label,
    @RestQuery @Nullable String createdAfter,
    @RestQuery @Nullable String createdBefore,
    @RestQuery @Parameter(description = "Another organization than the key's, for admins")
        @Nullable String organization,
    @RestQuery
        @Parameter(description = "createdAt, -createdAt, name or -name; -createdAt by default")
        @Nullable String sort,
    @RestQuery @Parameter(description = "1 to 1000, 50 by default") @Nullable String limit,
    @RestQuery @Parameter(description = "nextCursor of the page before") @Nullable String cursor) {}
