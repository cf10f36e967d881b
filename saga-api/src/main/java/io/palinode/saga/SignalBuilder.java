package io.palinode.saga;

import io.palinode.message.KeyUse;
import io.palinode.message.MessageType;
import io.palinode.message.SignalWish;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Describes a wait for a signal.
 *
 * <p>A signal wakes one saga: the one that has waited longest for its key. One that comes before
 * any saga waits for it is kept for a while. A wait has no effect, so nothing of it is undone; a
 * saga that turns round ends it at once.
 *
 * <p>Not safe for use by several threads.
 *
 * @param <V> what the functions are given: the saga's data, or an {@link Item}
 * @param <D> the saga's data
 * @param <T> what the signal carries
 * @param <P> where the wait stands
 */
public final class SignalBuilder<V, D, T, P> extends Draft<D> {
  /** How long one attempt waits at least before the key is asked again; see {@link Exclusion}. */
  private static final Duration ASKED_AGAIN_AFTER = Exclusion.ASKED_AGAIN_AFTER;

  /** How often the key is asked at most in a wait that has an end. */
  private static final int MOST_ASKED = 100;

  private final P place;
  private final Function<Scope<D>, V> view;
  private final Class<T> type;
  private @Nullable Function<V, String> key;
  private @Nullable BiFunction<V, T, D> fold;
  private @Nullable Duration within;
  private boolean goesOn;
  private boolean retriable;

  SignalBuilder(P place, Function<Scope<D>, V> view, String name, Class<T> type) {
    super("signal", name);
    this.place = place;
    this.view = view;
    this.type = type;
  }

  /** A wait of which it is not said yet by which key its signal finds it. */
  public static final class Unkeyed<V, D, T, P> {
    private final SignalBuilder<V, D, T, P> builder;

    Unkeyed(SignalBuilder<V, D, T, P> builder) {
      this.builder = builder;
    }

    /**
     * The key by which the signal finds the saga, such as the number of its order. Asked once, when
     * the wait is reached, and journaled; 1 to {@link io.palinode.message.KeyAddress#MAX_KEY}
     * characters of any kind.
     */
    public SignalBuilder<V, D, T, P> by(Function<V, String> key) {
      builder.key = key;
      return builder;
    }
  }

  /**
   * How long the saga waits. When the time is over it turns round, with the reason code {@code
   * SIGNAL_MISSED}, unless {@link #otherwiseGoOn} is said. Without this it waits without limit.
   */
  public SignalBuilder<V, D, T, P> within(Duration duration) {
    within = duration;
    return this;
  }

  /** Lets the saga go on, with its data as they are, when the time is over. */
  public SignalBuilder<V, D, T, P> otherwiseGoOn() {
    goesOn = true;
    return this;
  }

  /** Marks a wait that comes after the decision: it cannot fail. */
  public SignalBuilder<V, D, T, P> retriable() {
    retriable = true;
    return this;
  }

  /** Ends the wait with how the signal changes the saga's data. */
  public P onSignal(BiFunction<V, T, D> fold) {
    this.fold = fold;
    return place;
  }

  @Override
  Stream<Draft<D>> all() {
    return Stream.of(this);
  }

  @Override
  Optional<Node<D>> toNode(List<String> faults) {
    int before = faults.size();
    checkWhole(faults);
    Function<V, String> asked = key;
    BiFunction<V, T, D> folded = fold;
    if (faults.size() > before || asked == null || folded == null) {
      return Optional.empty();
    }
    KeyedBy<D> keyedBy =
        new KeyedBy<>(
            KeyUse.SIGNAL,
            name(),
            scope -> asked.apply(view.apply(scope)),
            new SignalWish(),
            goesOn,
            terms());
    ReplyFold<D, T> reply =
        new ReplyFold<>(type, (scope, signal) -> folded.apply(view.apply(scope), signal));
    return Optional.of(
        new Step<>(
            name(),
            keyedBy.participant(),
            retriable ? StepKind.RETRIABLE : StepKind.COMPENSATABLE,
            new Exchange<>(scope -> keyedBy.wish(), period(), patience(), keyedBy),
            null,
            true,
            Map.of(MessageType.of(type), reply)));
  }

  private String terms() {
    String end = goesOn ? "go on" : "fail";
    return within == null ? "without limit" : RetryPolicy.words(within) + ", then " + end;
  }

  /** A wait with an end is made of attempts that together are as long. */
  private Duration period() {
    if (within == null) {
      return ASKED_AGAIN_AFTER;
    }
    return Duration.ofMillis((within.toMillis() + attempts() - 1) / attempts());
  }

  private int attempts() {
    return within == null
        ? RetryPolicy.FOREVER
        : (int) Math.min(MOST_ASKED, 1 + within.dividedBy(ASKED_AGAIN_AFTER));
  }

  private RetryPolicy patience() {
    return RetryPolicy.attempts(attempts()).backoff(Duration.ZERO, 1, Duration.ZERO);
  }

  private void checkWhole(List<String> faults) {
    if (fold == null) {
      faults.add(fault("does not say what the signal changes", "end it with .onSignal(...)"));
    }
    if (goesOn && within == null) {
      faults.add(fault("goes on, but does not say when", "add .within(duration)"));
    }
    if (retriable && within != null && !goesOn) {
      faults.add(
          fault(
              "is retriable and fails after " + within,
              "leave .within() out, or say .otherwiseGoOn()"));
    }
    if (within != null
        && (within.compareTo(Step.SHORTEST_TIMEOUT) < 0
            || within.compareTo(Step.LONGEST_TIMEOUT) > 0)) {
      faults.add(
          fault(
              "waits for " + within,
              "give a duration from 1 ms to %d days".formatted(Step.LONGEST_TIMEOUT.toDays())));
    }
  }
}
