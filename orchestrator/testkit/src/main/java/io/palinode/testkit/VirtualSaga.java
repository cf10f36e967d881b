package io.palinode.testkit;

import io.palinode.core.Decision;
import io.palinode.core.Effect;
import io.palinode.core.Effect.GiveNotice;
import io.palinode.core.Effect.ReleaseKey;
import io.palinode.core.Effect.RunLocally;
import io.palinode.core.Effect.SendCommand;
import io.palinode.core.Effect.SetTimer;
import io.palinode.core.Ruling;
import io.palinode.core.SagaEvent;
import io.palinode.core.SagaEvent.WaitBegun;
import io.palinode.core.SagaInput;
import io.palinode.core.SagaInput.Replied;
import io.palinode.core.SagaInput.Signalled;
import io.palinode.core.SagaInput.TimerFired;
import io.palinode.core.SagaInput.WaitOver;
import io.palinode.core.SagaMachine;
import io.palinode.core.SagaState;
import io.palinode.core.StepState;
import io.palinode.message.CommandId;
import io.palinode.message.CommandOutcome;
import io.palinode.message.Direction;
import io.palinode.message.KeyAddress;
import io.palinode.message.MalformedMessage;
import io.palinode.message.Payload;
import io.palinode.message.PayloadCodec;
import io.palinode.message.PayloadTooLarge;
import io.palinode.message.Reason;
import io.palinode.message.SagaControl;
import io.palinode.message.SagaRequest;
import io.palinode.saga.SagaDefinition;
import io.palinode.saga.UnusableRecord;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One saga that runs in virtual time: its machine and state, the commands that it has sent, and its
 * timers. A broker that acknowledges at once is all the world there is.
 *
 * <p>Not safe for use by several threads.
 */
final class VirtualSaga<D> {
  private static final int MOST_ATTEMPTS = 1_000;

  private final SagaMachine<D> machine;
  private final PayloadCodec codec = new PayloadCodec();
  private final Queue<SendCommand> sent = new ArrayDeque<>();
  private final Queue<RunLocally> local = new ArrayDeque<>();
  private final PriorityQueue<Timer> timers = new PriorityQueue<>(Timer.ORDER);
  private final List<Timer> held = new ArrayList<>();
  private final Map<String, SendCommand> inFlight = new HashMap<>();
  private final Queue<GiveNotice> notices = new ArrayDeque<>();
  private final Script script;
  private @Nullable SagaState state;
  private @Nullable Reason answer;
  private long now;
  private long timersSet;

  VirtualSaga(SagaDefinition<D> definition) {
    this.machine = new SagaMachine<>(definition, codec);
    this.script = new Script(definition);
  }

  void start(String sagaId, D data) {
    start(data, () -> new SagaRequest.Start(sagaId, machine.definition().name(), encode(data)));
  }

  /**
   * @param origin what starts the saga, for the text of an error
   * @param request makes the start
   */
  void start(Object origin, Supplier<SagaRequest.Start> request) {
    SagaRequest.Start start;
    Decision decision;
    try {
      start = request.get();
      decision = machine.start(start.sagaId(), start.data(), now);
    } catch (MalformedMessage | PayloadTooLarge | UnusableRecord refused) {
      throw new AssertionError(
          "Saga '%s' cannot be started with %s: %s"
              .formatted(machine.definition().name(), origin, refused.getMessage()),
          refused);
    }
    script.note(now, "%s is started: %s".formatted(start.sagaId(), decision.state().data().text()));
    carryOut(decision);
  }

  SagaState state() {
    return Objects.requireNonNull(state, "The saga is not started.");
  }

  Payload encode(Object value) {
    return codec.encode(value);
  }

  void reply(SendCommand command, CommandOutcome outcome) {
    Direction direction = command.id().direction();
    String step = command.id().step();
    Decision decision =
        machine.decide(state(), new Replied(step, direction, command.attempt(), outcome), now);
    script.note(now, Script.reply(command, outcome, decision.isEmpty()));
    carryOut(decision);
  }

  /** A business key answers, to the attempt by which it was asked last. */
  void answer(SendCommand asked, CommandOutcome outcome) {
    int attempt = state().step(asked.id().step()).attempt();
    SendCommand newest =
        new SendCommand(
            asked.id(),
            asked.participant(),
            attempt,
            asked.payload(),
            asked.timeout(),
            asked.dueAt());
    reply(newest, outcome);
  }

  /** A signal comes, in the answer to whichever attempt of asking was last. */
  void signal(SendCommand asked, Object payload) {
    String step = asked.id().step();
    int attempt = state().step(step).attempt();
    Decision decision =
        machine.decide(state(), new Signalled(step, attempt, "signal", codec.encode(payload)), now);
    if (decision.isEmpty()) {
      script.note(now, "a signal comes for " + asked.participant() + " - but nobody waits");
    }
    carryOut(decision);
  }

  /** Moves the clock to the end of a wait; fails if it has none. */
  void waitInVain(SendCommand asked) {
    for (int attempts = 0; state().step(asked.id().step()).status().inFlight(); attempts++) {
      if (attempts == MOST_ATTEMPTS) {
        throw mismatch(
            "Expected the wait for %s to have an end".formatted(asked.participant()),
            "but it has none");
      }
      advanceTo(state().step(asked.id().step()).dueAt());
    }
  }

  void advance(Duration duration) {
    advanceTo(now + duration.toMillis());
  }

  /** Moves the clock, and fires on the way what is due. */
  void advanceTo(long time) {
    for (Timer next = timers.peek(); next != null && next.at() <= time; next = timers.peek()) {
      timers.remove();
      now = Math.max(now, next.at());
      fire(next);
    }
    now = Math.max(now, time);
  }

  /** What is due while the saga stands still waits until it goes on. */
  private void fire(Timer due) {
    Decision decision = machine.decide(state(), due.input(), now);
    if (decision.isEmpty() && state().status().halted()) {
      held.add(due);
    } else {
      carryOut(decision);
    }
  }

  void ask(Function<String, SagaControl> control) {
    Ruling ruling = machine.rule(state(), control.apply(state().sagaId()), now);
    answer = ruling.reason();
    script.note(now, "asked for, and %s: %s".formatted(ruling.verdict().word(), answer));
    carryOut(ruling.decision());
    if (!state().status().halted()) {
      timers.addAll(held);
      held.clear();
      advanceTo(now);
    }
  }

  /** What became of the last request; null where there was none. */
  @Nullable Reason answer() {
    return answer;
  }

  /** The oldest command that is sent and was not expected yet, null where there is none. */
  @Nullable SendCommand nextSentByNow() {
    return sent.peek();
  }

  /** The same, once the retry or the end of a wait has come, if nothing else is sent before. */
  @Nullable SendCommand nextSent() {
    for (Timer next = nextWait(); sent.isEmpty() && next != null; next = nextWait()) {
      advanceTo(next.at());
    }
    return sent.peek();
  }

  /** The timer that leads the saga on next; null where there is none, or the saga stands still. */
  private @Nullable Timer nextWait() {
    return state().status().halted()
        ? null
        : timers.stream().filter(this::leadsOn).min(Timer.ORDER).orElse(null);
  }

  private boolean leadsOn(Timer timer) {
    if (timer.input() instanceof WaitOver over) {
      return state().openWait(over.part()) instanceof WaitBegun;
    }
    return timer.input() instanceof TimerFired fired
        && state().step(fired.step()).status().waiting()
        && state().step(fired.step()).dueAt() == timer.at();
  }

  void expected(SendCommand command) {
    sent.remove(command);
  }

  /** The oldest notice that was given and was not expected yet, null where there is none. */
  @Nullable GiveNotice nextNotice() {
    return notices.poll();
  }

  /** The step for which the saga is parked, null where it is not. */
  @Nullable StepState stuckStep() {
    for (StepState step : state().steps()) {
      if (step.status().stuck()) {
        return step;
      }
    }
    return null;
  }

  String standing() {
    return script.standing(state());
  }

  String history() {
    return script.text(now, state());
  }

  AssertionError mismatch(String expected, String but) {
    return new AssertionError(
        "%s%n%s%n%nWhat happened so far:%n%s".formatted(expected, but, history()));
  }

  private void carryOut(Decision decision) {
    for (SagaEvent event : decision.events()) {
      script.note(now, event);
    }
    state = decision.state();
    for (Effect effect : decision.effects()) {
      if (effect instanceof SendCommand command) {
        script.note(now, "sends " + Script.sent(command));
        requireSame(command);
        if (command.attempt() == 1 || !KeyAddress.isOne(command.participant())) {
          sent.add(command);
        }
        CommandId id = command.id();
        set(new TimerFired(id.step(), id.direction(), command.attempt()), command.dueAt());
      } else if (effect instanceof RunLocally call) {
        local.add(call);
      } else if (effect instanceof SetTimer timer) {
        set(timer.input(), timer.at());
      } else if (effect instanceof GiveNotice notice) {
        script.note(now, Script.notice(notice));
        notices.add(notice);
      } else if (effect instanceof ReleaseKey release) {
        script.note(
            now,
            release.signalId() == null
                ? "gives back " + release.address()
                : "takes a signal of " + release.address());
      }
    }
    requirePure();
    while (!local.isEmpty()) {
      run(local.remove());
    }
  }

  private void run(RunLocally call) {
    CommandOutcome outcome = machine.runLocally(state(), call.id());
    script.note(now, Script.ran(call, outcome));
    Direction direction = call.id().direction();
    Replied replied = new Replied(call.id().step(), direction, call.attempt(), outcome);
    carryOut(machine.decide(state(), replied, now));
  }

  private void set(SagaInput input, long at) {
    timers.add(new Timer(at, timersSet++, input));
  }

  /** A saga that is taken over must send the commands that it has sent already. */
  private void requirePure() {
    @Nullable SendCommand latest = null;
    for (StepState step : state().steps()) {
      if (step.awaitsReply()) {
        latest = inFlight.getOrDefault(step.step(), latest);
      }
    }
    if (latest != null) {
      for (Effect pending : rebuilt(latest)) {
        if (pending instanceof SendCommand again) {
          requireSame(again);
        }
      }
    }
  }

  /** All attempts of a command carry the same message. */
  private void requireSame(SendCommand command) {
    SendCommand before = inFlight.get(command.id().step());
    if (before == null || !before.id().equals(command.id())) {
      inFlight.put(command.id().step(), command);
    } else if (!before.payload().equals(command.payload())) {
      throw mismatch(
          expectedAgain(before), "but it is built as:%n    %s".formatted(command.payload()));
    }
  }

  private static String expectedAgain(SendCommand command) {
    return "Expected step '%s' to build its %s again after a crash as it was built before:%n    %s"
        .formatted(
            command.id().step(),
            command.id().direction() == Direction.ACTION ? "command" : "compensation",
            command.payload());
  }

  private Iterable<Effect> rebuilt(SendCommand latest) {
    try {
      return machine.pending(state());
    } catch (RuntimeException e) {
      throw mismatch(expectedAgain(latest), "but its function throws " + e);
    }
  }

  private record Timer(long at, long order, SagaInput input) {
    static final Comparator<Timer> ORDER =
        Comparator.comparingLong(Timer::at).thenComparingLong(Timer::order);
  }
}
