package io.palinode.core.key;

import io.palinode.core.key.KeyDecision.Answer;
import io.palinode.message.CommandOutcome;
import io.palinode.message.CommandOutcome.Rejected;
import io.palinode.message.CommandOutcome.Succeeded;
import io.palinode.message.KeyAddress;
import io.palinode.message.LockWish;
import io.palinode.message.Payload;
import io.palinode.message.Reason;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One key of a lock: the saga that has it, and those that wait for it, in the order in which they
 * asked.
 *
 * <ul>
 *   <li>It belongs to a saga, not to a step: a saga that has it may ask again, and is answered the
 *       same.
 *   <li>Every request may come twice, and late. One that an older orchestrator sent than the one
 *       that the claim knows is passed over, so that a deposed one cannot give away what it does
 *       not own any more.
 *   <li>A claim may come after its own release, and is then granted or waits like any other. The
 *       saga's shard hears of either, and gives back what its saga does not wait for.
 * </ul>
 *
 * <p>Immutable. The decisions are pure.
 *
 * @param holder who has it; null where nobody does, and then nobody waits
 * @param grantedIn the batch of the shard's journal that gave it to the holder; 0 where nobody has
 *     it
 * @param queue who waits, the next one first; none of them the holder
 */
public record Lock(@Nullable Claim holder, long grantedIn, List<Waiting> queue)
    implements KeyState {
  /** A key that nobody has. */
  public static final Lock FREE = new Lock(null, 0, List.of());

  /** The reason code of a saga that is refused since another one has the key. */
  public static final String HELD = "KEY_HELD";

  /** The reason code of a saga that is refused since too many wait for the key. */
  public static final String QUEUE_FULL = "KEY_QUEUE_FULL";

  /** What a lock takes that nobody waits for, beside its holder. */
  private static final int BYTES = 80;

  private static final CommandOutcome GRANTED = new Succeeded(Payload.NONE);

  public Lock {
    queue = List.copyOf(queue);
  }

  @Override
  public boolean isFree() {
    return holder == null;
  }

  /** True if the claim's saga has the key. */
  public boolean isHeldBy(Claim claim) {
    return holder != null && holder.sagaId().equals(claim.sagaId());
  }

  /**
   * A saga wants the key.
   *
   * @param batch that will carry the decision
   */
  public KeyDecision claim(KeyAddress address, Claim claim, LockWish wish, long batch) {
    if (holder == null) {
      return granted(claim, queue, batch);
    } else if (holder.sagaId().equals(claim.sagaId())) {
      return claim.isOlderThan(holder)
          ? unchanged()
          : granted(
              holder.step().equals(claim.step()) ? holder.orNewer(claim) : claim, queue, batch);
    }
    int place = placeOf(claim);
    if (place >= 0) {
      List<Waiting> renewed = new ArrayList<>(queue);
      renewed.set(place, renewed.get(place).renewed(claim));
      return new KeyDecision(new Lock(holder, grantedIn, renewed), List.of());
    }
    if (queue.size() >= wish.mostWaiting()) {
      return refused(claim, reason(address, wish));
    }
    List<Waiting> longer = new ArrayList<>(queue);
    longer.add(new Waiting(claim, batch));
    return new KeyDecision(new Lock(holder, grantedIn, longer), List.of(), List.of(claim));
  }

  /**
   * A saga has ended, or gives back what it does not want.
   *
   * @param batch that will carry the decision
   */
  public KeyDecision release(Claim released, long batch) {
    List<Waiting> left =
        queue.stream().filter(waiting -> !isGivenUp(waiting.claim(), released)).toList();
    if (holder == null || !isGivenUp(holder, released)) {
      return new KeyDecision(new Lock(holder, grantedIn, left), List.of());
    }
    return left.isEmpty()
        ? new KeyDecision(FREE, List.of())
        : granted(left.get(0).claim(), left.subList(1, left.size()), batch);
  }

  @Override
  public List<Answer> grantedAfter(long batch) {
    return grantedIn > batch ? grantedAgain() : List.of();
  }

  @Override
  public List<Claim> queuedAfter(long batch) {
    return queue.stream().filter(waiting -> waiting.batch() > batch).map(Waiting::claim).toList();
  }

  /** The answer that the holder was given, to be given again. */
  public List<Answer> grantedAgain() {
    return holder == null ? List.of() : List.of(new Answer(holder, GRANTED));
  }

  @Override
  public int weight() {
    return BYTES
        + (holder == null ? 0 : holder.weight())
        + queue.stream().mapToInt(Waiting::weight).sum();
  }

  private static boolean isGivenUp(Claim claim, Claim released) {
    return claim.sagaId().equals(released.sagaId()) && !released.isOlderThan(claim);
  }

  /** Other steps of the new holder that wait for the key have it, too. */
  private static KeyDecision granted(Claim next, List<Waiting> others, long batch) {
    List<Waiting> waiting = new ArrayList<>();
    List<Answer> answers = new ArrayList<>(List.of(new Answer(next, GRANTED)));
    for (Waiting other : others) {
      if (other.sagaId().equals(next.sagaId())) {
        answers.add(new Answer(other.claim(), GRANTED));
      } else {
        waiting.add(other);
      }
    }
    return new KeyDecision(new Lock(next, batch, waiting), answers);
  }

  private int placeOf(Claim claim) {
    for (int i = 0; i < queue.size(); i++) {
      if (queue.get(i).step().equals(claim.step())) {
        return i;
      }
    }
    return -1;
  }

  private Reason reason(KeyAddress address, LockWish wish) {
    String lock =
        "The lock '%s' of '%s' is held by saga %s"
            .formatted(address.name(), address.key(), holderId());
    return wish.mostWaiting() == 0
        ? new Reason(HELD, lock + ".")
        : new Reason(
            QUEUE_FULL, "%s, and %d sagas wait for it already.".formatted(lock, queue.size()));
  }

  private String holderId() {
    return holder == null ? "" : holder.sagaId();
  }

  private KeyDecision refused(Claim claim, Reason reason) {
    return new KeyDecision(this, List.of(new Answer(claim, new Rejected(reason))));
  }

  private KeyDecision unchanged() {
    return new KeyDecision(this, List.of());
  }
}
