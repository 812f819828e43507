package io.stillframe.query.operation;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

import io.stillframe.api.QueryParameter;
import io.stillframe.contract.OperationKind;
import io.stillframe.contract.OperationStatus;
import io.stillframe.query.page.Page;
import io.stillframe.query.page.PageQuery;
import io.stillframe.query.page.Sort;

/** Which operations a list shows; the newest first. */
@RegisterForReflection
public record OperationParameters(
    @RestQuery @Nullable String snapshotId,
    @RestQuery @Parameter(description = "create, update, delete or restore") @Nullable String kind,
    @RestQuery @Parameter(description = "running, succeeded, failed or cancelled")
        @Nullable String status,
    @RestQuery @Parameter(description = "Another organization than the key's, for admins")
        @Nullable String organization,
    @RestQuery @Parameter(description = "1 to 1000, 50 by default") @Nullable String limit,
    @RestQuery @Parameter(description = "nextCursor of the page before") @Nullable String cursor) {

  Uni<Page> read(String owner) {
    return new PageQuery("operation_view", Sort.newestFirst())
        .where("organization = :organization", "organization", owner)
        .where(
            "snapshot_id = :snapshotId", "snapshotId", QueryParameter.id("snapshotId", snapshotId))
        .where(
            "kind = :kind",
            "kind",
            QueryParameter.oneOf("kind", kind, OperationKind.values(), OperationKind::wireName))
        .where(
            "status = :status",
            "status",
            QueryParameter.oneOf(
                "status", status, OperationStatus.values(), OperationStatus::wireName))
        .read(limit, cursor);
  }
}
