package io.stillframe.e2e.campaign;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.stillframe.e2e.campaign.History.Copy;
import io.stillframe.e2e.campaign.History.NewVolume;
import io.stillframe.e2e.campaign.History.Told;

/** Laws of what there is at the providers, once everything has ended and was cleaned up. */
final class CopyLaws {
  /** In these states a snapshot has a copy; one that is missing may have come back unseen. */
  private static final Set<String> HAS_COPY = Set.of("available", "delete-failed", "missing");

  private CopyLaws() {}

  static Stream<Violation> check(History history) {
    List<Violation> found = new ArrayList<>();
    alone(history.copies(), Copy::mark, found);
    alone(history.volumes(), NewVolume::mark, found);
    history.copies().stream()
        .filter(copy -> !copy.same())
        .forEach(copy -> found.add(new Violation(Law.SAME_BYTES, copy.toString())));
    history.volumes().stream()
        .filter(volume -> !volume.same())
        .forEach(volume -> found.add(new Violation(Law.SAME_BYTES, volume.toString())));
    Map<String, Told> owners = new HashMap<>();
    EventLaws.bySnapshot(history)
        .values()
        .forEach(
            events -> {
              // The last to arrive may be one that came again.
              Told last = Collections.max(events, Comparator.comparing(Told::version));
              if (last.providerSnapshotId() != null && HAS_COPY.contains(last.state())) {
                owners.put(last.providerSnapshotId(), last);
              }
            });
    owned(history.copies(), owners, found);
    ofItsVolume(history, owners, found);
    newVolumes(history, found);
    notMissed(history, found);
    return found.stream();
  }

  /** A cloud loses copies for good: what it has in the end it has had all the time. */
  private static void notMissed(History history, List<Violation> found) {
    Set<UUID> ofClouds =
        history.accepted().stream()
            .filter(each -> !each.calm())
            .map(History.Accepted::snapshot)
            .collect(Collectors.toSet());
    Set<String> there = history.copies().stream().map(Copy::id).collect(Collectors.toSet());
    history.told().stream()
        .filter(event -> event.type().equals("missing"))
        .filter(
            event ->
                !ofClouds.contains(event.snapshot()) || there.contains(event.providerSnapshotId()))
        .forEach(event -> found.add(new Violation(Law.NOT_MISSED, event.toString())));
  }

  private static <T> void alone(List<T> things, Function<T, String> mark, List<Violation> found) {
    things.stream()
        .collect(Collectors.groupingBy(mark))
        .forEach(
            (each, alike) -> {
              if (alike.size() > 1) {
                found.add(new Violation(Law.ONE_FOR_ONE, alike.toString()));
              }
            });
  }

  private static void owned(List<Copy> copies, Map<String, Told> owners, List<Violation> found) {
    Set<String> there = copies.stream().map(Copy::id).collect(Collectors.toSet());
    copies.stream()
        .filter(copy -> !owners.containsKey(copy.id()))
        .forEach(copy -> found.add(new Violation(Law.OWNED, copy + " has no owner")));
    owners.forEach(
        (id, owner) -> {
          if (owner.state().equals("available") && !there.contains(id)) {
            found.add(new Violation(Law.OWNED, owner + " has no copy"));
          }
        });
  }

  private static void ofItsVolume(
      History history, Map<String, Told> owners, List<Violation> found) {
    Map<UUID, String> volumes = new HashMap<>();
    history.accepted().stream()
        .filter(each -> each.kind().equals("create"))
        .forEach(each -> volumes.put(each.snapshot(), each.volume()));
    for (Copy copy : history.copies()) {
      Told owner = owners.get(copy.id());
      String volume = owner == null ? null : volumes.get(owner.snapshot());
      if (volume != null && !volume.equals(copy.volume())) {
        found.add(new Violation(Law.OF_ITS_VOLUME, copy + " should be of " + volume));
      }
    }
  }

  /** A restore that succeeded has its volume, and no other restore has left one. */
  private static void newVolumes(History history, List<Violation> found) {
    Map<String, String> operations = new HashMap<>();
    history.told().stream()
        .flatMap(event -> event.moved().stream())
        .filter(moved -> moved.status().equals("succeeded") && moved.newVolume() != null)
        .forEach(moved -> operations.put(moved.newVolume(), moved.operation().toString()));
    Set<String> there = new HashSet<>();
    for (NewVolume volume : history.volumes()) {
      there.add(volume.id());
      if (!operations.containsKey(volume.id()) && !operations.containsValue(volume.id())) {
        found.add(new Violation(Law.OWNED, volume + " is no restore's result"));
      }
    }
    operations.forEach(
        (volume, operation) -> {
          if (!there.contains(volume) && !there.contains(operation)) {
            found.add(new Violation(Law.OWNED, "restored volume " + volume + " is not there"));
          }
        });
  }
}
