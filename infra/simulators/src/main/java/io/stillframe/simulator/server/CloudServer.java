package io.stillframe.simulator.server;

import java.time.InstantSource;
import java.util.Optional;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;

import io.stillframe.simulator.fault.Fault;
import io.stillframe.simulator.fault.FaultList;
import io.stillframe.simulator.fault.FaultPlan;
import io.stillframe.simulator.ledger.Ledger;

/** Puts a cloud on a port of the loopback interface, with its control API and its faults. */
public final class CloudServer {

  private final Vertx vertx;
  private final Cloud<?, ?> cloud;
  private final Ledger ledger;
  private final InstantSource clock;
  private final FaultPlan faults = new FaultPlan();
  private final Control<?, ?> control;

  public CloudServer(Vertx vertx, Cloud<?, ?> cloud, Ledger ledger, InstantSource clock) {
    this.vertx = vertx;
    this.cloud = cloud;
    this.ledger = ledger;
    this.clock = clock;
    this.control = new Control<>(cloud, faults, ledger);
  }

  /**
   * Begins to listen. All calls are handled on one event loop.
   *
   * @param port 0 for any free one
   */
  public Future<HttpServer> listen(String host, int port) {
    HttpServerOptions options =
        new HttpServerOptions()
            // One call at a time on a connection, so that a reset hits no other.
            .setHttp2ClearTextEnabled(false)
            .setHandle100ContinueAutomatically(true);
    return vertx.createHttpServer(options).requestHandler(this::receive).listen(port, host);
  }

  /** All that the cloud was asked and has done. */
  public Ledger ledger() {
    return ledger;
  }

  /** Replaces the fault plan. */
  public void faults(FaultList plan) {
    faults.replace(plan);
  }

  /** Back to what the cloud was when it started: settings, objects, faults and ledger. */
  public void reset() {
    control.reset();
  }

  private void receive(HttpServerRequest request) {
    // A body that does not arrive is of a client that is gone.
    var unused = request.body().onSuccess(content -> serve(request, content));
  }

  private void serve(HttpServerRequest request, Buffer content) {
    Call call = Call.of(clock.instant(), request, content);
    if (Control.isFor(call)) {
      Wire.send(request, control.answer(call));
      return;
    }
    String path = Call.path(request);
    Optional<Fault> fault = faults.strike(call.method(), path);
    long number =
        ledger.enter(
            call.at(), call.method(), path, request.query(), fault.map(Fault::kind).orElse(null));
    Exchange exchange = new Exchange(vertx, cloud, ledger, request, call.numbered(number));
    fault.ifPresentOrElse(exchange::strike, exchange::work);
  }
}
