package io.stillframe.e2e.campaign;

/** What must be true of every history. */
enum Law {
  /** Each accepted operation ends, and ends once, and is shown as it ended. */
  ENDS_ONCE,
  /** The oldest operation that is left when everything works again ends within two minutes. */
  ENDS_SOON,
  /** What an end says is what has come of it. */
  RIGHT_OUTCOME,
  /** Nothing happens that nobody asked for. */
  ASKED_FOR,
  /** Versions count from 1 without a gap, and a version that is told again is the same. */
  GAP_FREE,
  /** Each state may follow the one before it. */
  LEGAL,
  /** A snapshot has the name and the labels that it was given. */
  AS_NAMED,
  /** Events, states and read model tell the same in the end. */
  SAME_EVERYWHERE,
  /** No request has two copies or two new volumes. */
  ONE_FOR_ONE,
  /** A copy is of the volume that its create named. */
  OF_ITS_VOLUME,
  /** A copy's content is its volume's, and a restored volume's is its copy's. */
  SAME_BYTES,
  /** Every copy has an owner, and every snapshot that is available its copy. */
  OWNED,
  /** No copy is told to be missing where nobody takes any away. */
  NOT_MISSED,
  /** An Idempotency-Key names one operation, which is sent to the workers as one message. */
  ONE_PER_KEY,
  /** Organizations see and touch what is theirs. */
  OWN_ONLY,
  /** The read model, folded anew from the topics, is the same row by row. */
  REBUILT_EQUAL,
  /** Good records are never dead-lettered. */
  NO_DEAD_LETTER,
  /** Trouble of ours is told as a 503 with Retry-After, never as a 500, and soon. */
  CLEAR_ANSWERS
}
