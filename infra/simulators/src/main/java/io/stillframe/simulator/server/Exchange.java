package io.stillframe.simulator.server;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;

import io.stillframe.simulator.fault.Fate;
import io.stillframe.simulator.fault.Fault;
import io.stillframe.simulator.ledger.Ledger;

/** One call on its way to its answer, through a fault if one strikes it. */
record Exchange(
    Vertx vertx, Cloud<?, ?> cloud, Ledger ledger, HttpServerRequest request, Call call) {
  private static final Logger LOG = System.getLogger(Exchange.class.getName());

  void work() {
    send(answer(call));
  }

  void strike(Fault fault) {
    switch (fault.kind()) {
      case DELAY -> after(fault.time(), this::work);
      case THROTTLE -> after(fault.time(), () -> send(throttled(fault)));
      case ERROR -> after(fault.time(), () -> send(cloud.broken(call, fault.errorStatus())));
      case RESET -> after(fault.time(), () -> Wire.reset(request));
      case LOST_ANSWER -> {
        answer(call);
        after(fault.time(), () -> Wire.reset(request));
      }
      case MALFORMED -> after(fault.time(), this::sendHalf);
      case LATE_VISIBILITY, VANISH, STUCK_TASK -> send(answer(call.with(Fate.of(fault))));
      case HALF_OPEN -> {
        // The connection stays open until the client gives up.
      }
    }
  }

  private Answer answer(Call asked) {
    try {
      return cloud.answer(asked);
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "The simulator has a fault of its own", e);
      return cloud.broken(asked, 500);
    }
  }

  private Answer throttled(Fault fault) {
    Answer answer = Boolean.TRUE.equals(fault.body()) ? cloud.throttled(call) : Answer.empty(429);
    Long seconds = fault.retryAfter();
    return seconds == null ? answer : answer.with("Retry-After", seconds.toString());
  }

  private void send(Answer answer) {
    ledger.answered(call.number(), answer.status());
    Wire.send(request, answer);
  }

  private void sendHalf() {
    Answer answer = answer(call);
    ledger.answered(call.number(), answer.status());
    Wire.sendHalf(request, answer);
  }

  private void after(Duration time, Runnable step) {
    if (time.isZero()) {
      step.run();
    } else {
      vertx.setTimer(time.toMillis(), timer -> step.run());
    }
  }
}
