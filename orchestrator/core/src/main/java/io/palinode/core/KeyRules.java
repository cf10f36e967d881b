package io.palinode.core;

import io.palinode.core.Effect.ReleaseKey;
import io.palinode.core.SagaEvent.KeyChosen;
import io.palinode.core.SagaEvent.SignalMissed;
import io.palinode.core.SagaEvent.StepSucceeded;
import io.palinode.message.CommandId;
import io.palinode.message.Direction;
import io.palinode.message.KeyAddress;
import io.palinode.message.KeyUse;
import io.palinode.message.Reason;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a saga tells the business keys that its steps have asked for.
 *
 * <ul>
 *   <li>A lock is given back when the saga has ended, and not before.
 *   <li>A signal is taken when its step is done, and whoever does not wait any more says so at
 *       once. It says so again at its end, so that a mailbox hears of it whatever was lost.
 * </ul>
 */
final class KeyRules {
  private static final Reason MISSED =
      new Reason("SIGNAL_MISSED", "The signal did not come in time.");

  private KeyRules() {}

  /** What the keys of an ended saga are told. */
  static List<ReleaseKey> farewell(SagaState state) {
    List<ReleaseKey> releases = new ArrayList<>();
    for (KeyChosen key : state.keys()) {
      releases.add(release(state, key));
    }
    return releases;
  }

  /** What the mailboxes of a live saga are told that it waits for no more. */
  static List<ReleaseKey> settled(SagaState state) {
    List<ReleaseKey> settled = new ArrayList<>();
    for (KeyChosen key : state.keys()) {
      if (state.step(key.part()).status().settled() && isSignal(key.address())) {
        settled.add(release(state, key));
      }
    }
    return settled;
  }

  /** Tells the mailbox that this step waits for it no more; a lock is told nothing yet. */
  static void settle(Deliberation<?> deliberation, String step) {
    for (KeyChosen key : deliberation.state().keys()) {
      if (key.part().equals(step) && isSignal(key.address())) {
        deliberation.run(release(deliberation.state(), key));
      }
    }
  }

  /** Goes on without the signal; true if that is what the step says. */
  static boolean goOn(Deliberation<?> deliberation, StepRun<?> run) {
    var keyedBy = run.step().keyedBy();
    if (keyedBy == null || !keyedBy.goesOn()) {
      return false;
    }
    deliberation.record(new SignalMissed(run.key()));
    deliberation.record(new StepSucceeded(run.key(), null));
    settle(deliberation, run.key());
    deliberation.advance();
    return true;
  }

  /** Why a wait is over; the other reason where the step waits for no signal. */
  static Reason missed(StepRun<?> run, Reason other) {
    var keyedBy = run.step().keyedBy();
    return keyedBy == null || keyedBy.isLock() ? other : MISSED;
  }

  private static ReleaseKey release(SagaState state, KeyChosen key) {
    CommandId claim = new CommandId(state.sagaId(), key.part(), Direction.ACTION);
    return new ReleaseKey(claim, key.address(), state.signal(key.part()));
  }

  private static boolean isSignal(@Nullable String address) {
    return address != null && KeyAddress.parse(address).use() == KeyUse.SIGNAL;
  }
}
