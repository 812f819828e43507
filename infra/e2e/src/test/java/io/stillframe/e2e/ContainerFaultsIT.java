package io.stillframe.e2e;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.InternalServerErrorException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;

import io.stillframe.local.Service;

import static org.assertj.core.api.Assertions.assertThat;

/** Containers are killed, paused and cut off from their network while callers work. */
@SharedStack
@Tag("containers")
class ContainerFaultsIT {
  private static final Duration TROUBLE = Duration.ofSeconds(60);

  private final DockerClient docker = DockerClientFactory.instance().client();
  private final SplittableRandom random = new SplittableRandom(7);
  private final Stack stack;
  private final Containers containers;

  ContainerFaultsIT(Stack stack) {
    this.stack = stack;
    this.containers = (Containers) stack.running();
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
          // Each kind once, then any.
          for (GenericContainer<?> each : oneOfEachKind()) {
            strike(each);
          }
          while (System.nanoTime() < end) {
            List<GenericContainer<?>> all = oneOfEachKind();
            strike(all.get(random.nextInt(all.size())));
          }
        });
    List.of(Service.values()).forEach(containers::awaitReady);
    containers.awaitReady(containers.gateway());

    // Then
    load.assertNothingLostAndNothingDoubled();
  }

  /** As upgrades do it: one of each service is asked to stop (SIGTERM), then the other. */
  @Test
  @Timeout(600)
  void aRollingRestartUnderLoadFailsNoRequestAndLosesNothing() throws Exception {
    // Given
    Load load = new Load(stack, true);

    // When
    List<Answer> accepted =
        load.during(
            () -> {
              restartOfEach(List::getFirst);
              restartOfEach(List::getLast);
            });

    // Then
    System.out.printf("%d creates were accepted in a rolling restart%n", accepted.size());
    assertThat(load.failures()).isEmpty();
    load.assertNothingLostAndNothingDoubled();
  }

  private void restartOfEach(Function<List<GenericContainer<?>>, GenericContainer<?>> which) {
    List.of(Service.values()).parallelStream()
        .map(containers::replicas)
        .map(which)
        .forEach(containers::restart);
  }

  private List<GenericContainer<?>> oneOfEachKind() {
    List<GenericContainer<?>> all = new ArrayList<>();
    for (Service service : Service.values()) {
      all.add(anyOf(containers.replicas(service)));
    }
    all.add(anyOf(containers.brokers()));
    all.add(containers.postgres());
    all.add(containers.gateway());
    return all;
  }

  private GenericContainer<?> anyOf(List<GenericContainer<?>> replicas) {
    return replicas.get(random.nextInt(replicas.size()));
  }

  private void strike(GenericContainer<?> container) throws InterruptedException {
    String id = container.getContainerId();
    int pause = random.nextInt(1000, 6000);
    int trouble = random.nextInt(3);
    System.out.printf(
        "%s is %s for %d ms%n",
        container.getDockerImageName(), List.of("killed", "paused", "cut off").get(trouble), pause);
    switch (trouble) {
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
