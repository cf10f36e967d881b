package io.palinode.core.key;

import io.palinode.core.key.KeyDecision.Answer;
import io.palinode.message.CommandOutcome.Rejected;
import io.palinode.message.CommandOutcome.Succeeded;
import io.palinode.message.Payload;
import io.palinode.message.Reason;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The signals of one key: those that nobody has waited for, those that are given to a saga which
 * has not said that it has them, and the sagas that wait, in the order in which they began to.
 *
 * <ul>
 *   <li>A signal goes to one saga. One that does not want it any more lets go of it, and it goes to
 *       the next, or is kept as if it had just come.
 *   <li>A signal whose id is known is a repeated one, and nothing happens.
 *   <li>Requests may come twice and late, and those of a deposed orchestrator are passed over, as
 *       with a {@link Lock}.
 * </ul>
 *
 * <p>Immutable. The decisions are pure.
 *
 * @param kept oldest first
 * @param given to whom, and in which batch
 * @param waiting the next one first
 * @param known ids of signals that were taken, oldest first
 */
public record Mailbox(List<Kept> kept, List<Given> given, List<Waiting> waiting, List<Known> known)
    implements KeyState {
  /** A mailbox of which nothing is known. */
  public static final Mailbox EMPTY = new Mailbox(List.of(), List.of(), List.of(), List.of());

  /** How many ids of signals are remembered at most. */
  public static final int MOST_KNOWN = 100;

  /** How many bytes of signals a mailbox holds at most. */
  public static final int MOST_BYTES = 128 * 1024;

  /** The reason code of a saga that cannot wait, since too many do. */
  public static final String FULL = "KEY_QUEUE_FULL";

  /** What an empty mailbox takes. */
  private static final int BYTES = 60;

  /** What a claim takes at most that comes for a signal which is kept. */
  private static final int BYTES_OF_CLAIM = 400;

  /** A mailbox with all that is on its way to it stays below the 256 KiB of a znode. */
  private static final int MOST_WEIGHT = 250 * 1024;

  public Mailbox {
    kept = List.copyOf(kept);
    given = List.copyOf(given);
    waiting = List.copyOf(waiting);
    known = List.copyOf(known);
  }

  /** A signal that nobody has waited for, and when it came. */
  public record Kept(String signalId, Payload payload, long at) {
    private static final int BYTES = 60;
    private static final int BYTES_OF_CHARACTER = 3;

    int weight() {
      return BYTES
          + signalId.length()
          + BYTES_OF_CHARACTER * payload.type().length()
          + payload.json().length;
    }
  }

  /** A signal that a saga was given, when it came, and the batch that gave it. */
  public record Given(Kept signal, Claim to, long batch) {
    int weight() {
      return signal.weight() + to.weight();
    }
  }

  /** The id of a signal that was taken, and when that signal came. */
  public record Known(String signalId, long at) {
    private static final int BYTES = 40;

    int weight() {
      return BYTES + signalId.length();
    }
  }

  @Override
  public boolean isFree() {
    return kept.isEmpty() && given.isEmpty() && waiting.isEmpty() && known.isEmpty();
  }

  @Override
  public List<Answer> grantedAfter(long batch) {
    return given.stream().filter(each -> each.batch() > batch).map(Mailbox::answer).toList();
  }

  @Override
  public List<Claim> queuedAfter(long batch) {
    return waiting.stream().filter(each -> each.batch() > batch).map(Waiting::claim).toList();
  }

  @Override
  public int weight() {
    return BYTES
        + kept.stream().mapToInt(Kept::weight).sum()
        + given.stream().mapToInt(Given::weight).sum()
        + waiting.stream().mapToInt(Waiting::weight).sum()
        + known.stream().mapToInt(Known::weight).sum();
  }

  /** True if the signal is here, or was. */
  public boolean knows(String signalId) {
    return kept.stream().anyMatch(each -> each.signalId().equals(signalId))
        || given.stream().anyMatch(each -> each.signal().signalId().equals(signalId))
        || known.stream().anyMatch(each -> each.signalId().equals(signalId));
  }

  /** True if a signal can be given to a saga or kept beside so many others. */
  public boolean hasRoomFor(Kept signal, int mostKept) {
    boolean roomToKeep = !waiting.isEmpty() || kept.size() < mostKept;
    return roomToKeep
        && payloadBytes() + signal.payload().json().length <= MOST_BYTES
        && heaviest() + signal.weight() + BYTES_OF_CLAIM <= MOST_WEIGHT;
  }

  /** A signal comes, which is not known and for which there is room. */
  public KeyDecision signal(Kept signal, long batch) {
    List<Kept> more = new ArrayList<>(kept);
    more.add(signal);
    return new Mailbox(more, given, waiting, known).served(batch);
  }

  /** A saga waits for the next signal. */
  public KeyDecision claim(Claim claim, long batch) {
    Given its = givenTo(claim);
    if (its != null) {
      return givenAgain(its, claim, batch);
    }
    int place = placeOf(claim);
    if (place >= 0) {
      List<Waiting> renewed = new ArrayList<>(waiting);
      renewed.set(place, renewed.get(place).renewed(claim));
      return new KeyDecision(new Mailbox(kept, given, renewed, known), List.of());
    }
    if (kept.isEmpty()) {
      return queued(claim, batch);
    }
    List<Waiting> only = List.of(new Waiting(claim, batch));
    return new Mailbox(kept, given, only, known).served(batch);
  }

  private KeyDecision givenAgain(Given its, Claim claim, long batch) {
    if (claim.isOlderThan(its.to())) {
      return new KeyDecision(this, List.of());
    }
    Given again = new Given(its.signal(), its.to().orNewer(claim), batch);
    List<Given> renewed = new ArrayList<>(given);
    renewed.set(given.indexOf(its), again);
    return new KeyDecision(new Mailbox(kept, renewed, waiting, known), List.of(answer(again)));
  }

  private KeyDecision queued(Claim claim, long batch) {
    if (heaviest() + claim.weight() > MOST_WEIGHT) {
      Reason full = new Reason(FULL, "%d sagas wait already.".formatted(waiting.size()));
      return new KeyDecision(this, List.of(new Answer(claim, new Rejected(full))));
    }
    List<Waiting> longer = new ArrayList<>(waiting);
    longer.add(new Waiting(claim, batch));
    return new KeyDecision(new Mailbox(kept, given, longer, known), List.of(), List.of(claim));
  }

  /** A saga waits no more; what it was given meanwhile goes to the next. */
  public KeyDecision release(Claim released, long batch) {
    Given its = givenTo(released);
    List<Waiting> left =
        waiting.stream()
            .filter(
                each -> !each.step().equals(released.step()) || released.isOlderThan(each.claim()))
            .toList();
    if (its == null || released.isOlderThan(its.to())) {
      return new KeyDecision(new Mailbox(kept, given, left, known), List.of());
    }
    List<Kept> back = new ArrayList<>(List.of(its.signal()));
    back.addAll(kept);
    return new Mailbox(back, without(its), left, known).served(batch);
  }

  /**
   * A saga has this signal, and waits for no other. One that it was given after that, since its
   * claim came late once more, goes to the next.
   */
  public KeyDecision taken(Claim claim, String signalId, long batch) {
    Given its = givenTo(claim);
    if (its == null || claim.isOlderThan(its.to()) || !its.signal().signalId().equals(signalId)) {
      return release(claim, batch);
    }
    List<Known> longer = new ArrayList<>(known);
    longer.add(new Known(its.signal().signalId(), its.signal().at()));
    List<Known> last = longer.subList(Math.max(0, longer.size() - MOST_KNOWN), longer.size());
    return new KeyDecision(new Mailbox(kept, without(its), waiting, last), List.of());
  }

  /** The same, without what came before this moment and was kept or remembered in vain. */
  public Mailbox expired(long before) {
    return new Mailbox(
        kept.stream().filter(each -> each.at() >= before).toList(),
        given,
        waiting,
        known.stream().filter(each -> each.at() >= before).toList());
  }

  /** When the first signal came that is kept or remembered; {@link Long#MAX_VALUE} if none is. */
  public long oldestAt() {
    long oldest = Long.MAX_VALUE;
    for (Kept each : kept) {
      oldest = Math.min(oldest, each.at());
    }
    for (Known each : known) {
      oldest = Math.min(oldest, each.at());
    }
    return oldest;
  }

  /** Gives what is kept to those who wait. */
  private KeyDecision served(long batch) {
    List<Kept> signals = new ArrayList<>(kept);
    List<Waiting> queue = new ArrayList<>(waiting);
    List<Given> more = new ArrayList<>(given);
    List<Answer> answers = new ArrayList<>();
    while (!signals.isEmpty() && !queue.isEmpty()) {
      Given next = new Given(signals.remove(0), queue.remove(0).claim(), batch);
      more.add(next);
      answers.add(answer(next));
    }
    return new KeyDecision(new Mailbox(signals, more, queue, known), answers);
  }

  private static Answer answer(Given given) {
    return new Answer(
        given.to(), new Succeeded(given.signal().payload()), given.signal().signalId());
  }

  private @Nullable Given givenTo(Claim claim) {
    return given.stream()
        .filter(each -> each.to().step().equals(claim.step()))
        .findFirst()
        .orElse(null);
  }

  private List<Given> without(Given its) {
    return given.stream().filter(each -> !each.equals(its)).toList();
  }

  private int placeOf(Claim claim) {
    for (int i = 0; i < waiting.size(); i++) {
      if (waiting.get(i).step().equals(claim.step())) {
        return i;
      }
    }
    return -1;
  }

  /** The weight when somebody has come for whatever is kept. */
  private int heaviest() {
    return weight() + BYTES_OF_CLAIM * kept.size();
  }

  private int payloadBytes() {
    int bytes = 0;
    for (Kept each : kept) {
      bytes += each.payload().json().length;
    }
    for (Given each : given) {
      bytes += each.signal().payload().json().length;
    }
    return bytes;
  }
}
