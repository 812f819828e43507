package io.stillframe.e2e.campaign;

import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import io.stillframe.e2e.campaign.History.Accepted;
import io.stillframe.e2e.campaign.History.Copy;
import io.stillframe.e2e.campaign.History.Moved;
import io.stillframe.e2e.campaign.History.NewVolume;
import io.stillframe.e2e.campaign.History.OperationShown;
import io.stillframe.e2e.campaign.History.Shown;
import io.stillframe.e2e.campaign.History.StateTold;
import io.stillframe.e2e.campaign.History.Told;

/** Makes histories in which every law holds, for tests that then break one. */
final class Lives {
  static final String OWNER = "owner";

  private final Draft draft = new Draft();
  private int count;

  /** One that was renamed and restored and is still there. */
  Lives available() {
    Life life = new Life();
    life.create();
    life.end("update", "updated", "available", null);
    UUID restore = life.accept("restore");
    life.tell("restoring", "available", Moved.running(restore));
    String volume = "volume-of-" + restore;
    life.tell("restored", "available", Moved.succeeded(restore, volume));
    draft.operations.add(new OperationShown(restore, life.snapshot, "succeeded"));
    draft.volumes.add(new NewVolume("cloud", volume, "mark-of-" + restore));
    draft.copies.add(new Copy("cloud", life.copy, "mark-of-" + life.snapshot, true));
    return life.show();
  }

  /** One that was made and deleted. */
  Lives deleted() {
    Life life = new Life();
    life.create();
    UUID delete = life.accept("delete");
    life.tell("deleting", "deleting", Moved.running(delete));
    life.tell("deleted", "deleted", Moved.succeeded(delete, null));
    draft.operations.add(new OperationShown(delete, life.snapshot, "succeeded"));
    return life.show();
  }

  /** One that the provider did not want. */
  Lives rejected() {
    Life life = new Life();
    UUID create = life.accept("create");
    life.tell("requested", "requested", Moved.running(create));
    life.tell(
        "rejected",
        "rejected",
        Moved.failed(create, "urn:stillframe:problem:volume-not-found", false));
    draft.operations.add(new OperationShown(create, life.snapshot, "failed"));
    return life.show();
  }

  History history() {
    return draft.history();
  }

  private final class Life {
    private final UUID snapshot = new UUID(1, ++count);
    private final String copy = "copy-of-" + snapshot;
    private @Nullable Told last;

    UUID accept(String kind) {
      UUID operation = new UUID(2, ++count);
      draft.accepted.add(new Accepted(operation, snapshot, kind, OWNER, "key-" + operation, false));
      return operation;
    }

    void create() {
      UUID create = accept("create");
      tell("requested", "requested", Moved.running(create));
      tell("creating", "creating", Moved.running(create));
      tell("available", "available", Moved.succeeded(create, null));
      draft.operations.add(new OperationShown(create, snapshot, "succeeded"));
    }

    void end(String kind, String type, String state, @Nullable String volume) {
      UUID operation = accept(kind);
      tell(type, state, Moved.succeeded(operation, volume));
      draft.operations.add(new OperationShown(operation, snapshot, "succeeded"));
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
