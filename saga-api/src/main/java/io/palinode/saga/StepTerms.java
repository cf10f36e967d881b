package io.palinode.saga;

import io.palinode.message.MessageType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What is said of one step, and whether that is a step: the rules that it keeps or breaks whatever
 * stands around it.
 *
 * <p>Not safe for use by several threads.
 *
 * @param <V> what the step's functions are given
 * @param <D> the saga's data
 */
final class StepTerms<V, D> {
  private static final String UNSET =
      "; a constant that stands below the definition is not set yet";

  final String participant;
  final Set<StepKind> marks = EnumSet.noneOf(StepKind.class);
  @Nullable Function<V, ?> command;
  @Nullable Function<V, ?> compensation;
  @Nullable Function<V, ?> localFunction;
  @Nullable Consumer<V> localCompensation;
  @Nullable Predicate<V> condition;
  boolean withoutCompensation;
  Duration timeout = Step.DEFAULT_TIMEOUT;
  RetryPolicy retry = RetryPolicy.DEFAULT;
  @Nullable RetryPolicy compensationRetry;

  private final String name;
  private final Function<Scope<D>, V> view;
  private final Map<String, ReplyFold<D, ?>> folds = new LinkedHashMap<>();
  private final Set<String> foldedTwice = new LinkedHashSet<>();
  private final Set<String> saidTwice = new LinkedHashSet<>();

  StepTerms(String name, String participant, Function<Scope<D>, V> view) {
    this.name = name;
    this.participant = participant;
    this.view = view;
  }

  /** Takes what is said, and notes if the same has been said before. */
  <T> T once(String word, @Nullable T before, T now) {
    if (before != null) {
      saidTwice.add(word);
    }
    return now;
  }

  <R> void fold(Class<R> replyType, BiFunction<V, R, D> fold) {
    String type = MessageType.of(replyType);
    ReplyFold<D, R> added =
        new ReplyFold<>(replyType, (scope, reply) -> fold.apply(view.apply(scope), reply));
    if (folds.put(type, added) != null) {
      foldedTwice.add(type);
    }
  }

  boolean isLocal() {
    return localFunction != null;
  }

  boolean isUndone() {
    return compensation != null || localCompensation != null;
  }

  /** The step, or the choice of whether it runs; empty if it has a fault, which is added. */
  Optional<Node<D>> toNode(List<String> faults) {
    Predicate<V> asked = condition;
    return toStep(faults)
        .map(
            step ->
                asked == null
                    ? step
                    : Choice.onlyIf(name, scope -> asked.test(view.apply(scope)), step));
  }

  private Optional<Step<D>> toStep(List<String> faults) {
    List<String> own = new ArrayList<>();
    checkPlace(own);
    checkWords(own);
    checkUndoing(own);
    checkTimes(own);
    faults.addAll(own);
    Function<V, ?> forward = isLocal() ? localFunction : command;
    Function<V, ?> back = isLocal() ? undoing(localCompensation) : compensation;
    if (!own.isEmpty() || forward == null) {
      return Optional.empty();
    }
    RetryPolicy patience = compensationRetry == null ? RetryPolicy.PATIENT : compensationRetry;
    return Optional.of(
        new Step<>(
            name,
            participant,
            marks.isEmpty() ? StepKind.COMPENSATABLE : marks.iterator().next(),
            exchange(forward, retry),
            back == null ? null : exchange(back, patience),
            withoutCompensation,
            folds));
  }

  private Exchange<D> exchange(Function<V, ?> message, RetryPolicy policy) {
    return new Exchange<>(scope -> message.apply(view.apply(scope)), timeout, policy);
  }

  private static <V> @Nullable Function<V, ?> undoing(@Nullable Consumer<V> compensation) {
    return compensation == null
        ? null
        : view -> {
          compensation.accept(view);
          return null;
        };
  }

  /** A step is either at a participant or local, there and back. */
  private void checkPlace(List<String> faults) {
    if (!isLocal() && command == null) {
      faults.add(fault("has no command", "add .command(data -> ...)"));
    }
    if (!isLocal() && localCompensation != null) {
      faults.add(
          fault(
              "is at a participant and undone locally",
              "say .compensation(data -> ...), so that the participant undoes it"));
    }
    if (isLocal() && (command != null || compensation != null)) {
      faults.add(
          fault(
              "is local and has a command",
              "remove it; what undoes the step is .compensateLocally(data -> ...)"));
    }
  }

  private void checkWords(List<String> faults) {
    if (marks.size() > 1) {
      faults.add(fault("is marked both pivot and retriable", "keep one of the two marks"));
    }
    for (String word : saidTwice) {
      faults.add(
          fault("says %s twice".formatted(word), "keep one, or begin another .step(name) before"));
    }
    for (String type : foldedTwice) {
      faults.add(
          fault(
              "has two onReply() for the reply '%s'".formatted(type),
              "keep one, or tell the classes apart with @MessageName"));
    }
  }

  private void checkUndoing(List<String> faults) {
    if (withoutCompensation && isUndone()) {
      faults.add(
          fault("has a compensation and says withoutCompensation()", "remove one of the two"));
    }
    if (compensationRetry != null && !isUndone()) {
      faults.add(
          fault("has a compensationRetry() but no compensation", "add .compensation(data -> ...)"));
    }
    if (compensationRetry != null && !compensationRetry.notRetried().isEmpty()) {
      faults.add(
          fault(
              "has a compensationRetry() with notOn(), which would give up undoing it",
              "leave notOn() out; a compensation is tried again whatever the reason, and then"
                  + " parks"));
    }
  }

  private void checkTimes(List<String> faults) {
    if (timeout == null
        || timeout.compareTo(Step.SHORTEST_TIMEOUT) < 0
        || timeout.compareTo(Step.LONGEST_TIMEOUT) > 0) {
      faults.add(
          fault(
              "has the timeout " + timeout,
              "give a duration from 1 ms to %d days%s"
                  .formatted(Step.LONGEST_TIMEOUT.toDays(), timeout == null ? UNSET : "")));
    }
    if (retry == null) {
      faults.add(fault("has the retry null", "give a RetryPolicy" + UNSET));
    }
  }

  private String fault(String what, String mend) {
    return DefinitionRules.fault("step", name, what, mend);
  }
}
