package io.stillframe.e2e;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.InternalServerErrorException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;

import io.stillframe.local.Service;

/** Containers are killed, paused and cut off from their network while callers work. */
@SharedStack
@Tag("containers")
class ContainerFaultsIT {
  private static final Duration TROUBLE = Duration.ofSeconds(60);

  private final DockerClient docker = DockerClientFactory.instance().client();
  private final SplittableRandom random = new SplittableRandom(7);
  private final Stack stack;

  ContainerFaultsIT(Stack stack) {
    this.stack = stack;
  }

  @Test
  @Timeout(600)
  void whatWasAcceptedEndsOnceThoughContainersAreKilledPausedAndCutOff() throws Exception {
    // Given
    Load load = new Load(stack, false);

    // When
    load.during(
        () -> {
          long end = System.nanoTime() + TROUBLE.toNanos();
          while (System.nanoTime() < end) {
            strike();
          }
        });
    List.of(Service.values()).forEach(stack.running()::awaitReady);

    // Then
    load.assertNothingLostAndNothingDoubled();
  }

  private void strike() throws InterruptedException {
    Containers containers = (Containers) stack.running();
    List<List<GenericContainer<?>>> kinds = new ArrayList<>();
    for (Service service : Service.values()) {
      kinds.add(containers.replicas(service));
    }
    if (containers.brokers().size() > 1) {
      kinds.add(containers.brokers());
    }
    List<GenericContainer<?>> replicas = kinds.get(random.nextInt(kinds.size()));
    String id = replicas.get(random.nextInt(replicas.size())).getContainerId();
    int pause = random.nextInt(1000, 6000);
    switch (random.nextInt(3)) {
      case 0 -> {
        docker.killContainerCmd(id).exec();
        TimeUnit.MILLISECONDS.sleep(pause);
        docker.startContainerCmd(id).exec();
      }
      case 1 -> pause(id, pause);
      default -> containers.cutOff(id, Duration.ofMillis(pause));
    }
    TimeUnit.SECONDS.sleep(2);
  }

  /**
   * An engine on a busy machine may not be able to freeze; its one process can be stopped as well.
   */
  private void pause(String id, int millis) throws InterruptedException {
    try {
      docker.pauseContainerCmd(id).exec();
    } catch (InternalServerErrorException unableToFreeze) {
      docker.killContainerCmd(id).withSignal("STOP").exec();
      TimeUnit.MILLISECONDS.sleep(millis);
      docker.killContainerCmd(id).withSignal("CONT").exec();
      return;
    }
    TimeUnit.MILLISECONDS.sleep(millis);
    docker.unpauseContainerCmd(id).exec();
  }
}
