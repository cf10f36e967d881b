package io.palinode.participant;

import java.util.concurrent.atomic.LongAdder;

/** The running counts of a participant. Safe for use by any thread. */
final class Tally {
  final LongAdder succeeded = new LongAdder();
  final LongAdder rejected = new LongAdder();
  final LongAdder triedAgain = new LongAdder();
  final LongAdder repeated = new LongAdder();
  final LongAdder nothingToUndo = new LongAdder();
  final LongAdder lateActions = new LongAdder();
  final LongAdder ignored = new LongAdder();
  final LongAdder unreadable = new LongAdder();

  ParticipantCounts counts() {
    return new ParticipantCounts(
        succeeded.sum(),
        rejected.sum(),
        triedAgain.sum(),
        repeated.sum(),
        nothingToUndo.sum(),
        lateActions.sum(),
        ignored.sum(),
        unreadable.sum());
  }
}
