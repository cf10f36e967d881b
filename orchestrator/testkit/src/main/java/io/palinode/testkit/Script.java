package io.palinode.testkit;

import io.palinode.core.Effect.GiveNotice;
import io.palinode.core.Effect.RunLocally;
import io.palinode.core.Effect.SendCommand;
import io.palinode.core.SagaEvent;
import io.palinode.core.SagaEvent.AttemptFailed;
import io.palinode.core.SagaEvent.BranchChosen;
import io.palinode.core.SagaEvent.CompensationStarted;
import io.palinode.core.SagaEvent.DeadlineMissed;
import io.palinode.core.SagaEvent.DecisionAsked;
import io.palinode.core.SagaEvent.DecisionMade;
import io.palinode.core.SagaEvent.ItemsListed;
import io.palinode.core.SagaEvent.KeyChosen;
import io.palinode.core.SagaEvent.SagaEnded;
import io.palinode.core.SagaEvent.SagaMigrated;
import io.palinode.core.SagaEvent.SagaParked;
import io.palinode.core.SagaEvent.SagaPaused;
import io.palinode.core.SagaEvent.SagaResumed;
import io.palinode.core.SagaEvent.SignalMissed;
import io.palinode.core.SagaEvent.SignalTaken;
import io.palinode.core.SagaEvent.StepCompensated;
import io.palinode.core.SagaEvent.StepRejected;
import io.palinode.core.SagaEvent.StepStuck;
import io.palinode.core.SagaEvent.StepSucceeded;
import io.palinode.core.SagaEvent.StepUnknown;
import io.palinode.core.SagaEvent.SubSagaBegun;
import io.palinode.core.SagaEvent.SubSagaEnded;
import io.palinode.core.SagaEvent.WaitBegun;
import io.palinode.core.SagaEvent.WaitEnded;
import io.palinode.core.SagaEvent.WaitEvent;
import io.palinode.core.SagaState;
import io.palinode.core.StepState;
import io.palinode.message.CommandOutcome;
import io.palinode.message.CommandOutcome.Rejected;
import io.palinode.message.CommandOutcome.Succeeded;
import io.palinode.message.CommandOutcome.TryAgain;
import io.palinode.message.Direction;
import io.palinode.message.MessageType;
import io.palinode.message.Payload;
import io.palinode.saga.SagaDefinition;
import io.palinode.saga.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What happened to a saga, line by line with the time since its start, for a person to read. */
final class Script {
  private final VirtualClock clock;
  private final List<String> lines = new ArrayList<>();

  Script(VirtualClock clock) {
    this.clock = clock;
  }

  void note(String what) {
    lines.add(clock.words(clock.now()) + "  " + what);
  }

  void note(SagaEvent event) {
    words(event).ifPresent(this::note);
  }

  /** The lines, and how the saga stands now. */
  String text(SagaState state, SagaDefinition<?> definition) {
    List<String> all = new ArrayList<>(List.of("  saga '%s'".formatted(definition.name())));
    lines.forEach(line -> all.add("  " + line));
    all.add("  %s  now it is %s".formatted(clock.words(clock.now()), standing(state, definition)));
    return String.join(System.lineSeparator(), all);
  }

  String standing(SagaState state, SagaDefinition<?> definition) {
    StringBuilder words = new StringBuilder(state.status().word());
    if (state.reason() != null) {
      words.append(" because of ").append(state.reason());
    }
    for (StepState step : state.steps()) {
      if (step.status().inFlight()) {
        words.append("; ").append(awaited(step, definition.step(step.step())));
      }
    }
    for (WaitEvent wait : state.openWaits()) {
      String until = wait.until() == 0 ? "" : " until " + clock.words(wait.until());
      words.append("; '%s' waits%s".formatted(wait.part(), until));
    }
    return words.toString();
  }

  static String sent(SendCommand command) {
    return "%s to %s%s%s: %s"
        .formatted(
            word(command.id().direction()),
            command.participant(),
            " for step '" + command.id().step() + "'",
            command.attempt() == 1 ? "" : ", attempt " + command.attempt(),
            command.payload());
  }

  /** How a message in this direction is called. */
  static String word(Direction direction) {
    return direction == Direction.ACTION ? "command" : "compensation";
  }

  static String ran(RunLocally call, CommandOutcome outcome) {
    String what =
        call.id().direction() == Direction.ACTION ? "step '%s'" : "compensation of step '%s'";
    String attempt = call.attempt() == 1 ? "" : ", attempt " + call.attempt() + ",";
    return "runs the %s here%s: it %s"
        .formatted(what.formatted(call.id().step()), attempt, words(outcome));
  }

  static String reply(SendCommand command, CommandOutcome outcome, boolean ignored) {
    return "%s %s%s"
        .formatted(
            command.participant(),
            words(outcome),
            ignored ? " - but nobody waits for this reply any more" : "");
  }

  static String notice(GiveNotice notice) {
    return notice.message() == null
        ? "gives notice to %s without its message: %s".formatted(notice.topic(), notice.fault())
        : "gives notice to %s: %s".formatted(notice.topic(), notice.message());
  }

  private String awaited(StepState step, Step<?> described) {
    String participant = described.isLocal() ? "its function" : described.participant();
    return switch (step.status()) {
      case ACTION_WAITING, UNDO_WAITING ->
          "step '%s' is tried again at %s".formatted(step.step(), clock.words(step.dueAt()));
      default ->
          "step '%s' waits for %s until %s"
              .formatted(step.step(), participant, clock.words(step.dueAt()));
    };
  }

  private static String words(CommandOutcome outcome) {
    if (outcome instanceof Succeeded succeeded) {
      Payload payload = succeeded.payload();
      return "succeeds" + (payload.type().equals(MessageType.NONE) ? "" : ": " + payload);
    } else if (outcome instanceof Rejected rejected) {
      return "rejects: " + rejected.reason();
    }
    return "asks to try again: " + ((TryAgain) outcome).reason();
  }

  /** What the line of a command or a reply does not say already. */
  private Optional<String> words(SagaEvent event) {
    if (event instanceof StepSucceeded succeeded) {
      return Optional.ofNullable(succeeded.data()).map(data -> "the data are now " + data.text());
    } else if (event instanceof AttemptFailed failed) {
      String why = failed.silent() ? "got no reply" : "failed";
      return Optional.of(
          "step '%s', attempt %d %s; tried again at %s"
              .formatted(failed.step(), failed.attempt(), why, clock.words(failed.retryAt())));
    } else if (event instanceof StepRejected rejected) {
      return Optional.of("step '%s' has no effect".formatted(rejected.step()));
    } else if (event instanceof StepUnknown unknown) {
      return Optional.of(
          "step '%s' may have an effect, nobody knows: %s"
              .formatted(unknown.step(), unknown.reason()));
    } else if (event instanceof CompensationStarted) {
      return Optional.of("the saga turns round");
    } else if (event instanceof StepCompensated compensated) {
      return Optional.of("step '%s' is undone".formatted(compensated.step()));
    } else if (event instanceof StepStuck stuck) {
      return Optional.of("step '%s' is stuck: %s".formatted(stuck.step(), stuck.reason()));
    } else if (event instanceof BranchChosen chosen) {
      String branch = chosen.branch() == null ? "nothing" : "'" + chosen.branch() + "'";
      return Optional.of("choice '%s' takes %s".formatted(chosen.part(), branch));
    } else if (event instanceof ItemsListed listed) {
      return Optional.of(
          "for-each '%s' has %d items".formatted(listed.part(), listed.items().size()));
    } else if (event instanceof SignalTaken taken) {
      return Optional.of("the signal that '%s' waits for comes".formatted(taken.part()));
    } else if (event instanceof SignalMissed missed) {
      return Optional.of("'%s' waits no longer, and the saga goes on".formatted(missed.part()));
    } else if (event instanceof WaitBegun wait) {
      return Optional.of("'%s' waits until %s".formatted(wait.part(), clock.words(wait.until())));
    } else if (event instanceof DecisionAsked asked) {
      String until = asked.until() == 0 ? "" : " until " + clock.words(asked.until());
      return Optional.of(
          "decision '%s' waits%s: %s".formatted(asked.part(), until, asked.options()));
    } else if (event instanceof DecisionMade made) {
      String by = made.by() == null ? "its deadline" : made.by();
      return Optional.of("decision '%s' is '%s', by %s".formatted(made.part(), made.option(), by));
    } else if (event instanceof WaitEnded wait) {
      String data = wait.data() == null ? "" : "; the data are now " + wait.data().text();
      return Optional.of("'%s' waits no longer%s".formatted(wait.part(), data));
    } else if (event instanceof DeadlineMissed) {
      return Optional.of("the saga's deadline passes");
    } else if (event instanceof KeyChosen key) {
      return Optional.of("step '%s' asks for %s".formatted(key.part(), key.address()));
    } else if (event instanceof SubSagaBegun begun) {
      return Optional.of(
          "sub-saga '%s' begins with %s".formatted(begun.part(), begun.data().text()));
    } else if (event instanceof SubSagaEnded ended) {
      String change = ended.data() == null ? "" : "; the data are now " + ended.data().text();
      return Optional.of("sub-saga '%s' is done%s".formatted(ended.part(), change));
    } else if (event instanceof SagaParked parked) {
      return Optional.of("the saga parks: " + parked.reason());
    } else if (event instanceof SagaPaused paused) {
      return Optional.of("the saga is paused: " + paused.reason());
    } else if (event instanceof SagaResumed resumed) {
      return Optional.of("the saga goes on: " + resumed.reason());
    } else if (event instanceof SagaMigrated moved) {
      String data = moved.data() == null ? "" : "; the data are now " + moved.data().text();
      return Optional.of(
          "the saga moves to version %d%s".formatted(moved.definition().version(), data));
    } else if (event instanceof SagaEnded ended) {
      return Optional.of("the saga is " + ended.status().word());
    }
    return Optional.empty();
  }
}
