package io.stillframe.outbox;

import io.stillframe.contract.Message;

/** A message in the table. */
record OutboxRow(long id, Message message) {}
