package io.palinode.server.runtime;

import io.palinode.core.key.Claim;
import io.palinode.core.key.KeyDecision;
import io.palinode.core.key.KeyDecision.Answer;
import io.palinode.message.CommandOutcome.Rejected;
import io.palinode.message.KeyRequest;
import io.palinode.message.LockWish;
import io.palinode.message.PayloadCodec;
import io.palinode.message.Reason;
import io.palinode.server.runtime.ShardCounters.Count;
import io.palinode.server.transport.InputRecord;

/**
 * Turns what sagas ask of this shard's keys into decisions, and those into a draft of the next
 * batch.
 *
 * <ul>
 *   <li>What changes a key is journaled first and answered then; a refusal changes nothing and is
 *       answered before the offset moves past the request.
 *   <li>When somebody wants a key that was given away in an earlier term, its holder is told once
 *       more that it has it. A holder that has ended meanwhile, and whose release was lost with a
 *       key that nobody could read, then gives it back.
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

  KeyIntake(LiveKeys keys, Letters letters, Misfits misfits, ShardCounters counters) {
    this.keys = keys;
    this.letters = letters;
    this.misfits = misfits;
    this.counters = counters;
  }

  /** Decides on one request. */
  void take(KeyRequest request, InputRecord input, BatchDraft draft) {
    Reason damage = keys.damage(request.address().toString());
    Claim claim = new Claim(request.claim(), request.attempt(), request.epoch());
    if (damage != null) {
      refuse(request, claim, input, damage, draft);
      return;
    }
    LiveKey key = keys.get(request.address());
    if (request.verb() == KeyRequest.Verb.RELEASE) {
      accept(key, key.lock().release(claim, draft.number()), draft);
      return;
    }
    LockWish wish = CODEC.decode(request.payload(), LockWish.class);
    accept(key, key.lock().claim(request.address(), claim, wish, draft.number()), draft);
    boolean hasIt = holds(key, claim);
    if (hasIt) {
      counters.add(Count.KEYS_GRANTED);
    } else if (key.asksHolder()) {
      key.lock().grantedAgain().forEach(answer -> draft.send(answer(key, answer, draft)));
    }
  }

  private void accept(LiveKey key, KeyDecision decision, BatchDraft draft) {
    boolean changed = !decision.lock().equals(key.lock());
    key.become(decision.lock());
    if (changed) {
      keys.add(key);
      draft.write(key);
    }
    for (Answer answer : decision.answers()) {
      if (answer.outcome() instanceof Rejected) {
        counters.add(Count.KEYS_REFUSED);
        misfits.tell(answer(key, answer, draft), draft);
      } else {
        draft.send(answer(key, answer, draft));
      }
    }
  }

  private void refuse(
      KeyRequest request, Claim claim, InputRecord input, Reason damage, BatchDraft draft) {
    if (request.verb() == KeyRequest.Verb.RELEASE) {
      misfits.bury(input, damage.toString(), draft);
    } else {
      counters.add(Count.KEYS_REFUSED);
      Answer answer = new Answer(claim, new Rejected(damage));
      misfits.tell(letters.answer(draft.number(), request.address(), answer), draft);
    }
  }

  private Sending.KeyAnswer answer(LiveKey key, Answer answer, BatchDraft draft) {
    return letters.answer(draft.number(), key.address(), answer);
  }

  private static boolean holds(LiveKey key, Claim claim) {
    Claim holder = key.lock().holder();
    return holder != null && holder.sagaId().equals(claim.sagaId());
  }
}
