package io.stillframe.query.cloudmc;

import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

import io.stillframe.api.CurrentCaller;
import io.stillframe.api.OperationAnswer;
import io.stillframe.api.PathId;
import io.stillframe.contract.OperationKind;
import io.stillframe.contract.OperationStatus;
import io.stillframe.contract.ProblemType;
import io.stillframe.dialect.cloudmc.CloudMcSnapshot;
import io.stillframe.dialect.cloudmc.CloudMcTask;
import io.stillframe.query.operation.FindingOperations;
import io.stillframe.query.snapshot.PlacedSnapshots;

/** What became of tasks: they are operations. */
@Path("/api")
@Produces(MediaType.APPLICATION_JSON)
public class TaskResource {
  private final CurrentCaller caller;
  private final FindingOperations operations;
  private final PlacedSnapshots snapshots;

  TaskResource(CurrentCaller caller, FindingOperations operations, PlacedSnapshots snapshots) {
    this.caller = caller;
    this.operations = operations;
    this.snapshots = snapshots;
  }

  @GET
  @Path("{version:v[12]}/tasks/{id}")
  @Operation(hidden = true)
  public Uni<CloudMcTask> get(
      @RestPath String id, @RestQuery("org_id") @Nullable String organization) {
    String owner = caller.organization(organization);
    UUID operationId = PathId.parse(id, ProblemType.OPERATION_NOT_FOUND);
    return operations
        .find(operationId, owner)
        .map(found -> found.orElseThrow(() -> PathId.unknown(ProblemType.OPERATION_NOT_FOUND)))
        .chain(
            operation ->
                result(operation, owner)
                    .map(
                        result ->
                            CloudMcTask.of(
                                operation.id(),
                                operation.status(),
                                operation.createdAt(),
                                result.orElse(null),
                                operation.problem())));
  }

  /** The snapshot that was made; of other tasks, which one they were about. */
  private Uni<Optional<Object>> result(OperationAnswer operation, String owner) {
    if (operation.status() != OperationStatus.SUCCEEDED) {
      return Uni.createFrom().item(Optional.empty());
    }
    Object idOnly = Map.of("id", operation.snapshotId());
    return operation.kind() == OperationKind.CREATE
        ? snapshots
            .find(operation.snapshotId(), owner)
            .map(
                found ->
                    Optional.of(
                        found
                            .flatMap(each -> CloudMcSnapshot.of(each.snapshot()))
                            .<Object>map(each -> each)
                            .orElse(idOnly)))
        : Uni.createFrom().item(Optional.of(idOnly));
  }
}
