package io.stillframe.e2e.campaign;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import io.stillframe.e2e.campaign.History.Accepted;
import io.stillframe.e2e.campaign.History.Copy;
import io.stillframe.e2e.campaign.History.Moved;
import io.stillframe.e2e.campaign.History.NewVolume;
import io.stillframe.e2e.campaign.History.OperationShown;
import io.stillframe.e2e.campaign.History.Requested;
import io.stillframe.e2e.campaign.History.Shown;
import io.stillframe.e2e.campaign.History.StateTold;
import io.stillframe.e2e.campaign.History.Told;

/** Makes histories in which every law holds, for tests that then break one. */
final class Lives {
  static final String OWNER = "owner";
  static final String VOLUME = "volume";
  static final Instant EARLY = Instant.EPOCH;

  /** Of every operation. */
  static final Instant DUE = EARLY.plusSeconds(60);

  private final Draft draft = new Draft();
  private int count;

  /** One that was renamed and restored and is still there. */
  Lives available() {
    Life life = new Life(true);
    life.create();
    life.rename();
    UUID restore = life.accept("restore");
    life.tell("restoring", "available", Moved.running(restore));
    String volume = "volume-of-" + restore;
    life.tell("restored", "available", Moved.succeeded(restore, volume));
    draft.operations.add(shown(restore, life.snapshot, "succeeded"));
    draft.volumes.add(new NewVolume("cloud", volume, "mark-of-" + restore, true));
    draft.copies.add(new Copy("cloud", life.copy, "mark-of-" + life.snapshot, VOLUME, true));
    return life.show();
  }

  /** One that was made and deleted. */
  Lives deleted() {
    Life life = new Life(true);
    life.create();
    UUID delete = life.accept("delete");
    life.tell("deleting", "deleting", Moved.running(delete));
    life.tell("deleted", "deleted", Moved.succeeded(delete, null));
    draft.operations.add(shown(delete, life.snapshot, "succeeded"));
    return life.show();
  }

  /** One that is asked for what it cannot do yet, or cannot do any more. */
  Lives refusing() {
    Life life = new Life(true);
    UUID create = life.accept("create", life.members);
    life.tell("requested", "requested", Moved.running(create));
    life.refuse("restore", "restore-failed", "requested");
    life.tell("creating", "creating", Moved.running(create));
    life.refuse("restore", "restore-failed", "creating");
    life.tell("available", "available", Moved.succeeded(create, null));
    draft.operations.add(shown(create, life.snapshot, "succeeded"));
    UUID delete = life.accept("delete");
    life.tell("deleting", "deleting", Moved.running(delete));
    life.refuse("update", "update-failed", "deleting");
    life.tell("deleted", "deleted", Moved.succeeded(delete, null));
    life.refuse("update", "update-failed", "deleted");
    draft.operations.add(shown(delete, life.snapshot, "succeeded"));
    return life.show();
  }

  /** One that the provider did not want. */
  Lives rejected() {
    Life life = new Life(false);
    UUID create = life.accept("create", life.members);
    life.tell("requested", "requested", Moved.running(create));
    life.tell(
        "rejected",
        "rejected",
        Moved.failed(create, "urn:stillframe:problem:provider-refused", EARLY));
    draft.operations.add(shown(create, life.snapshot, "failed"));
    return life.show();
  }

  History history() {
    return draft.history();
  }

  private static OperationShown shown(UUID operation, UUID snapshot, String status) {
    return new OperationShown(operation, snapshot, OWNER, status);
  }

  private final class Life {
    private final UUID snapshot = new UUID(1, ++count);
    private final String copy = "copy-of-" + snapshot;
    private final boolean calm;
    private Members members = new Members("first", Map.of());
    private @Nullable Told last;

    Life(boolean calm) {
      this.calm = calm;
    }

    UUID accept(String kind) {
      return accept(kind, Members.NONE);
    }

    UUID accept(String kind, Members members) {
      UUID operation = new UUID(2, ++count);
      draft.accepted.add(
          new Accepted(
              operation, snapshot, kind, OWNER, "key-" + operation, calm, VOLUME, members, DUE));
      draft.requested.add(new Requested(snapshot, operation, kind, "message-" + operation));
      return operation;
    }

    void create() {
      UUID create = accept("create", members);
      tell("requested", "requested", Moved.running(create));
      tell("creating", "creating", Moved.running(create));
      tell("available", "available", Moved.succeeded(create, null));
      draft.operations.add(shown(create, snapshot, "succeeded"));
    }

    void rename() {
      Members patch = new Members("second", Map.of("label", "value"));
      UUID update = accept("update", patch);
      members = members.merge(patch);
      tell("updated", "available", Moved.succeeded(update, null));
      draft.operations.add(shown(update, snapshot, "succeeded"));
    }

    void refuse(String kind, String type, String state) {
      UUID operation = accept(kind, new Members("never", Map.of()));
      tell(
          type, state, Moved.failed(operation, Mutation.PROBLEM + "snapshot-not-available", EARLY));
      draft.operations.add(shown(operation, snapshot, "failed"));
    }

    void tell(String type, String state, Moved moved) {
      long version = last == null ? 1 : last.version() + 1;
      last =
          new Told(
              snapshot,
              version,
              type,
              last == null ? null : last.state(),
              state,
              state.equals("requested") || state.equals("rejected") ? null : copy,
              members,
              List.of(moved),
              "digest-" + snapshot + "-" + version);
      draft.told.add(last);
    }

    Lives show() {
      draft.states.add(new StateTold(snapshot, last.version(), last.digest()));
      draft.shown.add(new Shown(snapshot, OWNER, OWNER, last.version(), last.digest()));
      return Lives.this;
    }
  }
}
