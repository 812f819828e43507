package io.stillframe.command.admin;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

import jakarta.inject.Singleton;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

import com.github.f4b6a3.uuid.UuidCreator;
import io.smallrye.mutiny.Uni;

import io.stillframe.api.ActionAnswer;
import io.stillframe.api.Caller;
import io.stillframe.api.CurrentCaller;
import io.stillframe.api.Role;
import io.stillframe.command.operation.Acceptance;
import io.stillframe.contract.AdminRequest;
import io.stillframe.contract.Message;
import io.stillframe.outbox.Outbox;

/** Accepts what an administrator asks for: once its message is stored, it will be carried out. */
@Singleton
class Asking {
  private final CurrentCaller caller;
  private final Outbox outbox;
  private final Acceptance acceptance;
  private final Clock clock;

  Asking(CurrentCaller caller, Outbox outbox, Acceptance acceptance, Clock clock) {
    this.caller = caller;
    this.outbox = outbox;
    this.acceptance = acceptance;
    this.clock = clock;
  }

  /** Makes a request of one type: the constructor of its record, with what is its own filled in. */
  @FunctionalInterface
  interface Kind {
    AdminRequest of(UUID id, String requestedBy, String organization, Instant requestedAt);
  }

  /** Only administrators get further; to be called before anything is said of what they name. */
  void admit() {
    caller.require(Role.ADMIN);
  }

  /** Accepts the request and answers with its action, which runs. */
  Uni<Response> ask(Kind kind) {
    Caller admin = caller.require(Role.ADMIN);
    AdminRequest request =
        kind.of(
            UuidCreator.getTimeOrderedEpoch(),
            admin.keyName(),
            admin.organization(),
            clock.instant());
    return acceptance
        .accept(() -> outbox.append(List.of(Message.of(request))))
        .replaceWith(() -> accepted(request));
  }

  private static Response accepted(AdminRequest request) {
    return Response.accepted(ActionAnswer.of(request, request.target()))
        .type(MediaType.APPLICATION_JSON)
        // As a text: a URI would be made absolute, with the address behind the gateway.
        .header("Location", "/v1/admin/actions/" + request.id())
        .header("Retry-After", 1)
        .build();
  }
}
