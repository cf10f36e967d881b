package io.palinode.testkit;

import io.palinode.core.Decision;
import io.palinode.core.Effect;
import io.palinode.core.Effect.GiveNotice;
import io.palinode.core.Effect.ReleaseKey;
import io.palinode.core.Effect.RunLocally;
import io.palinode.core.Effect.SendCommand;
import io.palinode.core.Effect.SetTimer;
import io.palinode.core.Migration;
import io.palinode.core.Ruling;
import io.palinode.core.SagaEvent;
import io.palinode.core.SagaEvent.DecisionAsked;
import io.palinode.core.SagaEvent.WaitBegun;
import io.palinode.core.SagaInput;
import io.palinode.core.SagaInput.Replied;
import io.palinode.core.SagaInput.TimerFired;
import io.palinode.core.SagaInput.WaitOver;
import io.palinode.core.SagaMachine;
import io.palinode.core.SagaState;
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
import io.palinode.testkit.VirtualClock.Timer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One saga that runs in virtual time: its machine and state, and the commands that it has sent. A
 * broker that acknowledges at once is all the world there is.
 *
 * <p>Not safe for use by several threads.
 */
final class VirtualSaga {
  private final PayloadCodec codec = new PayloadCodec();
  private final List<SagaEvent> journal = new ArrayList<>();
  private final Queue<SendCommand> sent = new ArrayDeque<>();
  private final Queue<RunLocally> local = new ArrayDeque<>();
  private final Queue<GiveNotice> notices = new ArrayDeque<>();
  private final CommandsInFlight inFlight = new CommandsInFlight(this::mismatch);
  private final VirtualClock clock;
  private final Script script;
  private SagaMachine<?> machine;
  private @Nullable SagaState state;
  private @Nullable Reason answer;

  VirtualSaga(SagaDefinition<?> definition, VirtualClock clock) {
    this.machine = new SagaMachine<>(definition, codec);
    this.clock = clock;
    this.script = new Script(clock);
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
      decision = machine.start(start.sagaId(), start.data(), clock.now());
    } catch (MalformedMessage | PayloadTooLarge | UnusableRecord refused) {
      throw new AssertionError(
          "Saga '%s' cannot be started with %s: %s"
              .formatted(machine.definition().name(), origin, refused.getMessage()),
          refused);
    }
    script.note("%s is started: %s".formatted(start.sagaId(), decision.state().data().text()));
    carryOut(decision);
  }

  SagaState state() {
    return Objects.requireNonNull(state, "The saga is not started.");
  }

  boolean hasHappened(Class<? extends SagaEvent> event) {
    return journal.stream().anyMatch(event::isInstance);
  }

  Payload encode(Object value) {
    return codec.encode(value);
  }

  void reply(SendCommand command, CommandOutcome outcome) {
    CommandId id = command.id();
    give(
        new Replied(id.step(), id.direction(), command.attempt(), outcome),
        ignored -> Script.reply(command, outcome, ignored));
  }

  /**
   * Something comes to the saga.
   *
   * @param told what there is to say of it, given whether the saga ignores it; empty for nothing
   */
  void give(SagaInput input, Function<Boolean, String> told) {
    Decision decision = machine.decide(state(), input, clock.now());
    String line = told.apply(decision.isEmpty());
    if (!line.isEmpty()) {
      script.note(line);
    }
    carryOut(decision);
  }

  void advance(Duration duration) {
    advanceTo(clock.in(duration));
  }

  /** Moves the clock, and fires on the way what is due. */
  void advanceTo(long time) {
    for (Timer due = clock.takeDueBy(time); due != null; due = clock.takeDueBy(time)) {
      fire(due);
    }
    clock.moveTo(time);
  }

  /** What is due while the saga stands still waits until it goes on. */
  private void fire(Timer due) {
    Decision decision = machine.decide(state(), due.input(), clock.now());
    if (decision.isEmpty() && state().status().halted()) {
      clock.hold(due);
    } else {
      carryOut(decision);
    }
  }

  void ask(Function<String, SagaControl> control) {
    Ruling ruling = machine.rule(state(), control.apply(state().sagaId()), clock.now());
    answer = ruling.reason();
    script.note("asked for, and %s: %s".formatted(ruling.verdict().word(), answer));
    carryOut(ruling.decision());
    if (!state().status().halted()) {
      clock.letGo();
      advanceTo(clock.now());
    }
  }

  /** What is in the way of going on under another version; nothing if the saga may. */
  List<String> obstacles(SagaDefinition<?> version) {
    return version.version() == state().definition().version()
        ? List.of("it is of version %d already; say .version(n)".formatted(version.version()))
        : migration(version).obstacles(state());
  }

  /**
   * Goes on under another version.
   *
   * @param version one without {@link #obstacles}
   */
  void migrate(SagaDefinition<?> version) {
    Decision decision = migration(version).move(state());
    machine = new SagaMachine<>(version, codec);
    inFlight.rebuiltBy(machine, decision.state());
    carryOut(decision);
  }

  private Migration<?> migration(SagaDefinition<?> version) {
    return new Migration<>(machine.definition().outline(), version, codec);
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
    waitFor(() -> false);
    return sent.peek();
  }

  /** True if the decision waits for a person, once the ends of the waits before it have come. */
  boolean awaitsDecision(String decision) {
    BooleanSupplier asked = () -> state().openWait(decision) instanceof DecisionAsked;
    waitFor(asked);
    return asked.getAsBoolean();
  }

  /**
   * Lets the time pass that the saga spends with waiting, until this holds or something is sent.
   */
  private void waitFor(BooleanSupplier reached) {
    @Nullable Timer next = nextWait();
    while (next != null && sent.isEmpty() && !reached.getAsBoolean()) {
      advanceTo(next.at());
      next = nextWait();
    }
  }

  /** The timer that leads the saga on next; null where there is none, or the saga stands still. */
  private @Nullable Timer nextWait() {
    return state().status().halted() ? null : clock.next(this::leadsOn);
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

  String standing() {
    return script.standing(state(), machine.definition());
  }

  String history() {
    return script.text(state(), machine.definition());
  }

  AssertionError mismatch(String expected, String but) {
    return new AssertionError(
        "%s%n%s%n%nWhat happened so far:%n%s".formatted(expected, but, history()));
  }

  private void carryOut(Decision decision) {
    decision.events().forEach(script::note);
    journal.addAll(decision.events());
    state = decision.state();
    for (Effect effect : decision.effects()) {
      if (effect instanceof SendCommand command) {
        script.note("sends " + Script.sent(command));
        inFlight.requireSame(command);
        if (command.attempt() == 1 || !KeyAddress.isOne(command.participant())) {
          sent.add(command);
        }
        CommandId id = command.id();
        clock.set(new TimerFired(id.step(), id.direction(), command.attempt()), command.dueAt());
      } else if (effect instanceof RunLocally call) {
        local.add(call);
      } else if (effect instanceof SetTimer timer) {
        clock.set(timer.input(), timer.at());
      } else if (effect instanceof GiveNotice notice) {
        script.note(Script.notice(notice));
        notices.add(notice);
      } else if (effect instanceof ReleaseKey release) {
        script.note(
            release.signalId() == null
                ? "gives back " + release.address()
                : "takes a signal of " + release.address());
      }
    }
    inFlight.requirePure(machine, state);
    while (!local.isEmpty()) {
      run(local.remove());
    }
  }

  private void run(RunLocally call) {
    CommandOutcome outcome = machine.runLocally(state(), call.id());
    script.note(Script.ran(call, outcome));
    Direction direction = call.id().direction();
    Replied replied = new Replied(call.id().step(), direction, call.attempt(), outcome);
    carryOut(machine.decide(state(), replied, clock.now()));
  }
}
