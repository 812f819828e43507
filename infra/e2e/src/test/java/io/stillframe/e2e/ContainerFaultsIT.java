package io.stillframe.e2e;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import com.github.dockerjava.api.DockerClient;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;

import io.stillframe.local.Service;

import static io.stillframe.e2e.TestVolume.MIB;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Containers are killed, paused and cut off from their network while eight callers work: all that
 * was accepted ends, once, and each snapshot has one copy.
 */
@SharedStack
@Tag("containers")
class ContainerFaultsIT {
  private static final int CALLERS = 8;
  private static final Duration TROUBLE = Duration.ofSeconds(60);

  private final DockerClient docker = DockerClientFactory.instance().client();
  private final SplittableRandom random = new SplittableRandom(7);
  private final Stack stack;
  private final Api api;
  private volatile boolean over;

  ContainerFaultsIT(Stack stack) {
    this.stack = stack;
    this.api = stack.operator();
  }

  @Test
  @Timeout(600)
  void whatWasAcceptedEndsOnceThoughContainersAreKilledPausedAndCutOff() throws Exception {
    // Given
    List<TestVolume> volumes = new ArrayList<>();
    for (int i = 0; i < CALLERS; i++) {
      volumes.add(stack.randomVolume(MIB));
    }
    List<Answer> accepted = new ArrayList<>();

    // When
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<List<Answer>>> callers =
          volumes.stream().map(volume -> threads.submit(() -> ask(volume))).toList();
      long end = System.nanoTime() + TROUBLE.toNanos();
      try {
        while (System.nanoTime() < end) {
          strike();
        }
      } finally {
        over = true;
      }
      for (Future<List<Answer>> each : callers) {
        accepted.addAll(each.get());
      }
    }
    List.of(Service.values()).forEach(stack.running()::awaitReady);

    // Then
    assertThat(accepted).hasSizeGreaterThan(CALLERS);
    for (Answer each : accepted) {
      assertThat(api.end(each).path("status").asText()).isEqualTo("succeeded");
    }
    EventLog events = stack.events();
    for (Answer each : accepted) {
      List<Long> versions = events.versions(each.snapshotId());
      assertThat(versions).isEqualTo(Stack.gapFree(versions));
    }
    List<String> copies =
        stack.disk().copies().stream()
            .filter(copy -> volumes.stream().anyMatch(each -> each.id().equals(copy.volumeId())))
            .map(Disk.Copy::snapshotId)
            .toList();
    assertThat(copies)
        .containsExactlyInAnyOrderElementsOf(accepted.stream().map(Answer::snapshotId).toList());
    assertThat(stack.disk().unfinished()).isEmpty();
  }

  /** Asks until the trouble is over, and insists on an answer as its key allows. */
  private List<Answer> ask(TestVolume volume) throws InterruptedException {
    List<Answer> accepted = new ArrayList<>();
    while (!over) {
      String key = UUID.randomUUID().toString();
      Answer answer = insist(volume, key);
      if (answer.status() == 202) {
        accepted.add(answer);
      }
      Thread.sleep(500);
    }
    return accepted;
  }

  private Answer insist(TestVolume volume, String key) throws InterruptedException {
    while (true) {
      try {
        Answer answer = api.create(volume, Map.of("name", key), "Idempotency-Key", key);
        if (answer.status() < 500 && answer.status() != 409) {
          return answer;
        }
      } catch (java.io.UncheckedIOException e) {
        // The connection was lost: it is asked again with the same key.
      }
      Thread.sleep(200);
    }
  }

  private void strike() throws InterruptedException {
    Service[] services = Service.values();
    Containers containers = (Containers) stack.running();
    List<GenericContainer<?>> replicas =
        containers.replicas(services[random.nextInt(services.length)]);
    String id = replicas.get(random.nextInt(replicas.size())).getContainerId();
    int pause = random.nextInt(1000, 6000);
    switch (random.nextInt(3)) {
      case 0 -> {
        docker.killContainerCmd(id).exec();
        Thread.sleep(pause);
        docker.startContainerCmd(id).exec();
      }
      case 1 -> {
        docker.pauseContainerCmd(id).exec();
        Thread.sleep(pause);
        docker.unpauseContainerCmd(id).exec();
      }
      default -> containers.cutOff(id, Duration.ofMillis(pause));
    }
    Thread.sleep(2000);
  }
}
