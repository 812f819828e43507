package io.stillframe.contract;

import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import static org.assertj.core.api.Assertions.assertThat;

/** The identity of what workers send: consumers drop what they have seen by it. */
class MessageTest {
  private final SnapshotEvent event = Messages.event(SnapshotEvent.Available.class);
  private final Volume volume = Messages.volume();
  private final ProviderEnvironment environment = Messages.environment();

  @TestFactory
  Stream<DynamicTest> aMessageThatIsSentAgainHasTheSameId() {
    return Messages.all().entrySet().stream()
        .map(
            each ->
                DynamicTest.dynamicTest(
                    each.getKey(),
                    () ->
                        assertThat(id(Messages.all().get(each.getKey())))
                            .isEqualTo(id(each.getValue()))));
  }

  @Test
  void everyVersionHasItsOwnId() {
    // When
    List<Message> messages =
        List.of(
            Message.of(volume),
            Message.of(VolumeBuilder.builder(volume).version(2).build()),
            Message.volumeGone(VolumeBuilder.builder(volume).version(3).build()),
            Message.of(environment),
            Message.of(ProviderEnvironmentBuilder.builder(environment).version(3).build()),
            Message.of(Messages.finding()),
            Message.findingGone(FindingBuilder.builder(Messages.finding()).version(3).build()),
            Message.of(event),
            Message.stateAfter(event),
            Message.of(later()),
            Message.stateAfter(later()));

    // Then
    assertThat(messages).extracting(MessageTest::id).doesNotHaveDuplicates();
  }

  @Test
  void statesOfDifferentKindsHaveDifferentIdsThoughTheirKeysAreAlike() {
    // Given
    Volume likeAnEnvironment = VolumeBuilder.builder(volume).version(2).build();
    ProviderEnvironment likeAVolume =
        ProviderEnvironmentBuilder.builder(environment)
            .environment(volume.environment() + "/" + volume.id())
            .build();

    // When
    Message state = Message.of(likeAnEnvironment);
    Message other = Message.of(likeAVolume);

    // Then
    assertThat(other.key()).isEqualTo(state.key());
    assertThat(other.headers().get("ce_sequence")).isEqualTo(state.headers().get("ce_sequence"));
    assertThat(id(other)).isNotEqualTo(id(state));
  }

  @Test
  void theIdIsThatOfWhatHappenedWhoeverTellsOfIt() {
    // When
    Volume seenLater =
        VolumeBuilder.builder(volume).observedAt(volume.observedAt().plusSeconds(60)).build();

    // Then
    assertThat(id(Message.of(seenLater))).isEqualTo(id(Message.of(volume)));
  }

  private SnapshotEvent later() {
    return new SnapshotEvent.Available(
        event.time(),
        event.previousState(),
        SnapshotBuilder.builder(event.snapshot()).version(event.snapshot().version() + 1).build(),
        event.operations());
  }

  private static String id(Message message) {
    return message.headers().get("ce_id");
  }
}
