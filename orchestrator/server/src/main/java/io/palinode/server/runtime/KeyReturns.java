package io.palinode.server.runtime;

import io.palinode.core.Effect.ReleaseKey;
import io.palinode.core.SagaState;
import io.palinode.core.StepStatus;
import io.palinode.message.CommandId;
import io.palinode.message.CommandOutcome.Succeeded;
import io.palinode.message.KeyReply;
import io.palinode.server.runtime.ShardCounters.Count;

/**
 * Gives back what a key gave to a saga that cannot use it: one that is not here, that has asked for
 * another key, or that has ended.
 *
 * <ul>
 *   <li>A claim that comes late, after its own release, is granted like any other. So a grant may
 *       reach a saga long after its end, and whoever keeps it would keep it for ever.
 *   <li>A saga that is parked, damaged or stands still keeps what it has.
 *   <li>An owner that is deposed and does not know it may take a saga for ended that its successor
 *       has started. It gives back under its own epoch, which is below that of the saga's claim,
 *       and the key takes no notice.
 * </ul>
 *
 * <p>Used by the shard's thread only.
 */
final class KeyReturns {
  private final LiveSagas sagas;
  private final Letters letters;
  private final Misfits misfits;
  private final ShardCounters counters;

  KeyReturns(LiveSagas sagas, Letters letters, Misfits misfits, ShardCounters counters) {
    this.sagas = sagas;
    this.letters = letters;
    this.misfits = misfits;
    this.counters = counters;
  }

  /** Gives back what came with the reply; false, and nothing is done, if the saga may have it. */
  boolean giveBack(KeyReply reply, BatchDraft draft) {
    CommandId claim = reply.reply().id();
    String address = reply.address().toString();
    LiveSaga saga = sagas.find(claim.sagaId());
    boolean damaged = sagas.damage(claim.sagaId()) != null;
    if (damaged || !(reply.reply().outcome() instanceof Succeeded)) {
      return false;
    }
    if (saga != null
        && address.equals(saga.state().key(claim.step()))
        && !(isDurable(saga, draft) && isDone(saga.state(), reply))) {
      return false;
    }
    misfits.tell(letters.release(draft.number(), new ReleaseKey(claim, address)), draft);
    counters.add(Count.KEYS_RETURNED);
    return true;
  }

  /** What the journal does not have yet is told to its keys when it has, after this. */
  private static boolean isDurable(LiveSaga saga, BatchDraft draft) {
    return saga.isSettled() && !draft.isWriting(saga);
  }

  /** True if the saga has ended, or has waited and this is not the signal that it took. */
  private static boolean isDone(SagaState state, KeyReply reply) {
    String step = reply.reply().id().step();
    StepStatus status = state.step(step).status();
    boolean over =
        status == StepStatus.SUCCEEDED
            || status == StepStatus.UNKNOWN
            || status == StepStatus.REJECTED;
    String given = reply.signalId();
    return state.status().ended() || (over && given != null && !given.equals(state.signal(step)));
  }
}
