package io.stillframe.command.operation;

import java.time.Clock;
import java.util.List;
import java.util.UUID;

import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;

import io.stillframe.api.CurrentCaller;
import io.stillframe.api.OperationAnswer;
import io.stillframe.api.PathId;
import io.stillframe.api.Prefer;
import io.stillframe.api.ProblemException;
import io.stillframe.api.Role;
import io.stillframe.contract.CancelOperation;
import io.stillframe.contract.Message;
import io.stillframe.contract.Operation;
import io.stillframe.contract.ProblemType;
import io.stillframe.outbox.Outbox;

/** What may be asked of operations. */
@Path("/v1/operations/{id}")
@Produces(MediaType.APPLICATION_JSON)
@APIResponse(
    responseCode = "202",
    description = "Accepted: the operation, which is running",
    content = @Content(schema = @Schema(implementation = OperationAnswer.class)))
@APIResponse(
    responseCode = "200",
    description = "The operation has ended while the caller preferred to wait",
    content = @Content(schema = @Schema(implementation = OperationAnswer.class)))
public class OperationResource {
  private final CurrentCaller caller;
  private final Operations operations;
  private final Outbox outbox;
  private final Acceptance acceptance;
  private final Answering answering;
  private final Clock clock;

  OperationResource(
      CurrentCaller caller,
      Operations operations,
      Outbox outbox,
      Acceptance acceptance,
      Answering answering,
      Clock clock) {
    this.caller = caller;
    this.operations = operations;
    this.outbox = outbox;
    this.acceptance = acceptance;
    this.answering = answering;
    this.clock = clock;
  }

  /**
   * Stops a create or a restore and cleans up; one that has ended stays as it ended. Answers with
   * the target.
   */
  @POST
  @Path("cancel")
  @org.eclipse.microprofile.openapi.annotations.Operation(
      summary = "Ends a create or a restore before its time, and cleans up")
  public Uni<Response> cancel(
      @Parameter(description = "the operation's id") @PathParam("id") String id,
      @QueryParam("organization") @Nullable String organization,
      @HeaderParam(Prefer.HEADER) List<String> prefer) {
    caller.require(Role.OPERATOR);
    UUID operationId = PathId.parse(id, ProblemType.OPERATION_NOT_FOUND);
    String owner = caller.organization(organization);
    return acceptance
        .accept(
            () ->
                operations
                    .find(operationId)
                    .chain(
                        found -> {
                          Operation target =
                              found
                                  .filter(each -> each.organization().equals(owner))
                                  .orElseThrow(
                                      () -> PathId.unknown(ProblemType.OPERATION_NOT_FOUND));
                          return cancel(target);
                        }))
        .chain(target -> answering.answer(target, Prefer.of(prefer)));
  }

  private Uni<Operation> cancel(Operation target) {
    if (!target.kind().isCancellable()) {
      throw new ProblemException(
          ProblemType.OPERATION_NOT_CANCELLABLE.because(
              "this one is a " + target.kind().wireName()));
    }
    if (target.status().isEnded()) {
      return Uni.createFrom().item(target);
    }
    CancelOperation request =
        new CancelOperation(
            target.id(),
            target.snapshotId(),
            target.organization(),
            target.kind(),
            clock.instant());
    return outbox.append(List.of(Message.of(request))).replaceWith(target);
  }
}
