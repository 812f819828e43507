package io.stillframe.e2e;

import java.util.List;
import java.util.OptionalLong;

import io.stillframe.local.DataFolder;
import io.stillframe.local.Listener;
import io.stillframe.local.LocalStack;
import io.stillframe.local.Service;
import io.stillframe.local.Settings;

/** One process of each service on this machine, as {@code infra/up} runs them. */
record Processes(LocalStack local, Settings settings) implements Running {
  static Running start(Settings settings) {
    return new Processes(LocalStack.start(settings, System.out::println), settings);
  }

  @Override
  public int gatewayPort() {
    return local.gatewayPort();
  }

  @Override
  public int port(Listener listener) {
    return settings.port(listener);
  }

  @Override
  public List<String> addresses(Service service) {
    return List.of("127.0.0.1:" + local.port(service));
  }

  @Override
  public DataFolder data() {
    return local.data();
  }

  @Override
  public OptionalLong pid(Service service) {
    return local.pid(service);
  }

  @Override
  public void kill(Service service) {
    local.kill(service);
  }

  @Override
  public void stop(Service service) {
    local.stop(service);
  }

  @Override
  public void start(Service service) {
    local.start(service);
  }

  @Override
  public void awaitReady(Service service) {
    local.awaitReady(service);
  }

  @Override
  public void close() {
    local.close();
  }
}
