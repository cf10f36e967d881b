package io.palinode.server.runtime;

import io.palinode.core.Effect.ReleaseKey;
import io.palinode.core.SagaState;
import io.palinode.message.CommandId;
import io.palinode.message.CommandOutcome.Succeeded;
import io.palinode.message.KeyQueued;
import io.palinode.message.KeyReply;
import io.palinode.message.KeyUse;
import io.palinode.server.runtime.ShardCounters.Count;
import java.util.function.Predicate;

/**
 * Gives back what a key gave to a saga that cannot use it: one that is not here, that has asked for
 * another key, or that has ended. So it does with a place in the queue of a key.
 *
 * <ul>
 *   <li>A claim that comes late, after its own release, is granted or waits like any other. So the
 *       answer may reach a saga long after its end, and whoever keeps what it gives would keep it
 *       for ever.
 *   <li>A saga that is parked, paused, damaged or stands still keeps what it has.
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
    String given = reply.signalId();
    return reply.reply().outcome() instanceof Succeeded
        && giveBack(
            new ReleaseKey(claim, reply.address().toString()),
            state -> given != null && !given.equals(state.signal(claim.step())),
            draft);
  }

  /** Gives the place in the queue back; false, and nothing is done, if the saga may have it. */
  boolean giveBack(KeyQueued queued, BatchDraft draft) {
    boolean signal = queued.address().use() == KeyUse.SIGNAL;
    return giveBack(
        new ReleaseKey(queued.claim(), queued.address().toString()), state -> signal, draft);
  }

  /**
   * @param unwanted true if the saga, whose step is over, has no use for what it is given
   */
  private boolean giveBack(ReleaseKey back, Predicate<SagaState> unwanted, BatchDraft draft) {
    LiveSaga saga = sagas.find(back.claim().sagaId());
    if (sagas.damage(back.claim().sagaId()) != null) {
      return false;
    }
    String step = back.claim().step();
    if (saga == null || !back.address().equals(saga.state().key(step))) {
      tell(back, draft);
      return true;
    }
    SagaState state = saga.state();
    boolean done =
        state.status().ended() || (state.step(step).status().settled() && unwanted.test(state));
    if (!isDurable(saga, draft) || !done) {
      return false;
    }
    tell(new ReleaseKey(back.claim(), back.address(), state.signal(step)), draft);
    return true;
  }

  private void tell(ReleaseKey back, BatchDraft draft) {
    misfits.tell(letters.release(draft.number(), back), draft);
    counters.add(Count.KEYS_RETURNED);
  }

  /** What the journal does not have yet is told to its keys when it has, after this. */
  private static boolean isDurable(LiveSaga saga, BatchDraft draft) {
    return saga.isSettled() && !draft.isWriting(saga);
  }
}
