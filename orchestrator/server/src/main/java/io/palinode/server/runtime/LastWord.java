package io.palinode.server.runtime;

import java.util.Set;

/** What Kafka must have before an ended saga may leave the journal. */
enum LastWord {
  /** How the saga ended. */
  REPORT,
  /** What its definition has to say about that. */
  NOTICE;

  /** The last words of a saga whose definition has nothing to say. */
  static final Set<LastWord> REPORT_ALONE = Set.of(REPORT);
}
