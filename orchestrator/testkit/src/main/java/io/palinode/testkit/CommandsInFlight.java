package io.palinode.testkit;

import io.palinode.core.Effect;
import io.palinode.core.Effect.SendCommand;
import io.palinode.core.SagaMachine;
import io.palinode.core.SagaState;
import io.palinode.core.StepState;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * The commands that a saga has sent last, by step: whoever takes the saga over must build them
 * again as they were built before.
 *
 * <p>Not safe for use by several threads.
 */
final class CommandsInFlight {
  private final Map<String, SendCommand> sent = new HashMap<>();
  private final BiFunction<String, String, AssertionError> mismatch;

  /**
   * None so far.
   *
   * @param mismatch makes the error of what was expected and what came
   */
  CommandsInFlight(BiFunction<String, String, AssertionError> mismatch) {
    this.mismatch = mismatch;
  }

  /** All attempts of a command carry the same message. */
  void requireSame(SendCommand command) {
    SendCommand before = sent.get(command.id().step());
    if (before == null || !before.id().equals(command.id())) {
      sent.put(command.id().step(), command);
    } else if (!before.payload().equals(command.payload())) {
      throw mismatch.apply(
          expectedAgain(before), "but it is built as:%n    %s".formatted(command.payload()));
    }
  }

  /** A saga that is taken over must send the commands that it has sent already. */
  void requirePure(SagaMachine<?> machine, SagaState state) {
    @Nullable SendCommand latest = null;
    for (StepState step : state.steps()) {
      if (step.awaitsReply()) {
        latest = sent.getOrDefault(step.step(), latest);
      }
    }
    if (latest != null) {
      requireSame(rebuilt(machine, state, latest));
    }
  }

  /** From here on commands are those of another version of the definition, under the same ids. */
  void rebuiltBy(SagaMachine<?> version, SagaState state) {
    sent.clear();
    requireSame(version.pending(state));
  }

  private void requireSame(List<Effect> pending) {
    for (Effect effect : pending) {
      if (effect instanceof SendCommand command) {
        requireSame(command);
      }
    }
  }

  private List<Effect> rebuilt(SagaMachine<?> machine, SagaState state, SendCommand latest) {
    try {
      return machine.pending(state);
    } catch (RuntimeException e) {
      throw mismatch.apply(expectedAgain(latest), "but its function throws " + e);
    }
  }

  private static String expectedAgain(SendCommand command) {
    return "Expected step '%s' to build its %s again after a crash as it was built before:%n    %s"
        .formatted(command.id().step(), Script.word(command.id().direction()), command.payload());
  }
}
