package io.stillframe.worker.architecture.violation.provider.cheeky;

import io.stillframe.worker.task.TaskEngine;

/** Breaks a rule on purpose: a driver that knows the engine. */
class Driver {
  TaskEngine engine;
}
