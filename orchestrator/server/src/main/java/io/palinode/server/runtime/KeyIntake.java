package io.palinode.server.runtime;

import io.palinode.core.Effect.SetTimer;
import io.palinode.core.SagaInput.TimerFired;
import io.palinode.core.key.Claim;
import io.palinode.core.key.KeyDecision;
import io.palinode.core.key.KeyDecision.Answer;
import io.palinode.core.key.Lock;
import io.palinode.core.key.Mailbox;
import io.palinode.core.key.Mailbox.Kept;
import io.palinode.message.CommandOutcome.Rejected;
import io.palinode.message.Direction;
import io.palinode.message.KeyRequest;
import io.palinode.message.KeyRequest.Verb;
import io.palinode.message.LockWish;
import io.palinode.message.PayloadCodec;
import io.palinode.message.Reason;
import io.palinode.message.Signal;
import io.palinode.server.journal.InputPosition;
import io.palinode.server.journal.KeyCodec;
import io.palinode.server.runtime.BatchDraft.Wakeup;
import io.palinode.server.runtime.ShardCounters.Count;
import io.palinode.server.transport.InputRecord;
import io.palinode.server.transport.InputRecord.Source;
import java.util.List;
import java.util.Optional;

/**
 * Turns what sagas ask of this shard's keys, and signals to them, into decisions, and those into a
 * draft of the next batch.
 *
 * <ul>
 *   <li>What changes a key is journaled first and answered then; a refusal changes nothing and is
 *       answered before the offset moves past the request.
 *   <li>Whoever has to wait is told so. A claim may come late, after its saga has ended, and would
 *       keep its place in the queue for ever.
 *   <li>When somebody wants a lock that was given away in an earlier term, its holder is told once
 *       more that it has it, and those who wait that they do. One that has ended meanwhile, and
 *       whose release was lost with a key that nobody could read, then gives it back.
 *   <li>A signal that nobody waits for is kept for a while, and then goes to the dead letters, like
 *       one for which there is no room.
 *   <li>Of a key that cannot be read nothing is given to anybody. A claim is refused, a release
 *       goes to the dead letters.
 * </ul>
 *
 * <p>Used by the shard's thread only.
 */
final class KeyIntake {
  /** The reason code of a saga whose key cannot be read. */
  static final String UNREADABLE = "KEY_UNREADABLE";

  private static final PayloadCodec CODEC = new PayloadCodec();

  private final LiveKeys keys;
  private final Letters letters;
  private final Misfits misfits;
  private final ShardCounters counters;
  private final SignalLimits limits;

  KeyIntake(LiveKeys keys, Letters letters, Misfits misfits, ShardCounters counters) {
    this.keys = keys;
    this.letters = letters;
    this.misfits = misfits;
    this.counters = counters;
    this.limits = keys.limits();
  }

  /** Decides on one request of a saga. */
  void take(KeyRequest request, InputRecord input, BatchDraft draft, long now) {
    Reason damage = keys.damage(request.address().toString());
    Claim claim = new Claim(request.claim(), request.attempt(), request.epoch());
    if (damage != null) {
      refuse(request, claim, input, damage, draft);
      return;
    }
    LiveKey key = keys.get(request.address());
    if (key.state() instanceof Mailbox mailbox) {
      accept(key, decide(expired(key, mailbox, draft, now), request, claim, draft), draft);
    } else if (key.state() instanceof Lock lock) {
      onLock(key, lock, request, claim, draft);
    }
  }

  /** Decides on one signal from outside. */
  void take(Signal signal, InputRecord input, BatchDraft draft, long now) {
    Reason damage = keys.damage(signal.address().toString());
    if (damage != null) {
      misfits.bury(input, damage.toString(), draft);
      return;
    }
    Kept kept = new Kept(signal.signalId(), KeyCodec.requireJson(signal.payload()), now);
    LiveKey key = keys.get(signal.address());
    Mailbox mailbox = expired(key, (Mailbox) key.state(), draft, now);
    if (mailbox.knows(signal.signalId())) {
      counters.add(Count.REPEATED_SIGNALS);
    } else if (!mailbox.hasRoomFor(kept, limits.mostKept())) {
      counters.add(Count.SIGNALS_REFUSED);
      misfits.bury(input, "MAILBOX_FULL: Nobody waits, and too much is kept already.", draft);
    } else {
      accept(key, mailbox.signal(kept, draft.number()), draft);
    }
  }

  /** The time has come at which something of a mailbox is kept or remembered no longer. */
  void expire(String address, BatchDraft draft, long now) {
    LiveKey key = keys.find(address);
    if (key != null && key.state() instanceof Mailbox mailbox) {
      accept(key, new KeyDecision(expired(key, mailbox, draft, now), List.of()), draft);
    }
  }

  private void onLock(LiveKey key, Lock lock, KeyRequest request, Claim claim, BatchDraft draft) {
    if (request.verb() == Verb.RELEASE) {
      accept(key, lock.release(claim, draft.number()), draft);
      return;
    }
    LockWish wish = CODEC.decode(request.payload(), LockWish.class);
    accept(key, lock.claim(request.address(), claim, wish, draft.number()), draft);
    if (key.state() instanceof Lock after && !after.isHeldBy(claim) && key.asksHolder()) {
      after.grantedAgain().forEach(answer -> draft.send(answer(key, answer, draft)));
      lock.queue().forEach(waiting -> draft.send(queued(key, waiting.claim(), draft)));
    }
  }

  private static KeyDecision decide(
      Mailbox mailbox, KeyRequest request, Claim claim, BatchDraft draft) {
    return switch (request.verb()) {
      case CLAIM -> mailbox.claim(claim, draft.number());
      case RELEASE -> mailbox.release(claim, draft.number());
      case TAKEN ->
          mailbox.taken(claim, CODEC.decode(request.payload(), String.class), draft.number());
    };
  }

  /** What nobody has waited for goes to the dead letters when its time is over. */
  private Mailbox expired(LiveKey key, Mailbox mailbox, BatchDraft draft, long now) {
    Mailbox left = mailbox.expired(now - limits.keptForMillis());
    for (Kept kept : mailbox.kept()) {
      if (!left.kept().contains(kept)) {
        counters.add(Count.SIGNALS_EXPIRED);
        Signal signal = new Signal(key.address(), kept.signalId(), kept.payload());
        InputRecord again = new InputRecord(Source.STARTS, InputPosition.NONE, signal.toRecord());
        misfits.bury(again, "No saga waited for it within " + limits.keptFor() + ".", draft);
      }
    }
    return left;
  }

  private void accept(LiveKey key, KeyDecision decision, BatchDraft draft) {
    boolean changed = !decision.state().equals(key.state());
    key.become(decision.state());
    if (changed) {
      keys.add(key);
      draft.write(key);
      wakeUp(key).ifPresent(draft::wake);
    }
    for (Answer answer : decision.answers()) {
      if (answer.outcome() instanceof Rejected) {
        counters.add(Count.KEYS_REFUSED);
        misfits.tell(answer(key, answer, draft), draft);
      } else {
        counters.add(Count.KEYS_GRANTED);
        draft.send(answer(key, answer, draft));
      }
    }
    decision.queued().forEach(claim -> draft.send(queued(key, claim, draft)));
  }

  /** When the mailbox has something to forget. */
  Optional<Wakeup> wakeUp(LiveKey key) {
    if (!(key.state() instanceof Mailbox mailbox) || mailbox.oldestAt() == Long.MAX_VALUE) {
      return Optional.empty();
    }
    long at = mailbox.oldestAt() + limits.keptForMillis() + 1;
    SetTimer timer = new SetTimer(new TimerFired("", Direction.ACTION, 1), at);
    return Optional.of(new Wakeup(key.address().toString(), timer));
  }

  private void refuse(
      KeyRequest request, Claim claim, InputRecord input, Reason damage, BatchDraft draft) {
    if (request.verb() == Verb.CLAIM) {
      counters.add(Count.KEYS_REFUSED);
      Answer answer = new Answer(claim, new Rejected(damage));
      misfits.tell(letters.answer(draft.number(), request.address(), answer), draft);
    } else {
      misfits.bury(input, damage.toString(), draft);
    }
  }

  private Sending.KeyAnswer answer(LiveKey key, Answer answer, BatchDraft draft) {
    return letters.answer(draft.number(), key.address(), answer);
  }

  private Sending.KeyAnswer queued(LiveKey key, Claim claim, BatchDraft draft) {
    return letters.queued(draft.number(), key.address(), claim);
  }
}
