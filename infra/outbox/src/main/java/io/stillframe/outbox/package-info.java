/**
 * The transactional outbox: messages are stored with the decision that they tell of, and relayed
 * afterwards.
 */
@NullMarked
package io.stillframe.outbox;

import org.jspecify.annotations.NullMarked;
