package io.stillframe.worker.task;

import jakarta.inject.Singleton;

import io.stillframe.contract.OperationKind;

/** Which steps an operation has. */
@Singleton
class StepsByKind {
  private final CreateSteps create;
  private final UpdateSteps update;
  private final DeleteSteps delete;
  private final RestoreSteps restore;

  StepsByKind(CreateSteps create, UpdateSteps update, DeleteSteps delete, RestoreSteps restore) {
    this.create = create;
    this.update = update;
    this.delete = delete;
    this.restore = restore;
  }

  Steps of(OperationKind kind) {
    return switch (kind) {
      case CREATE -> create;
      case UPDATE -> update;
      case DELETE -> delete;
      case RESTORE -> restore;
    };
  }
}
