package io.palinode.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.core.Effect.SendCommand;
import io.palinode.core.Effect.SetTimer;
import io.palinode.core.SagaEvent.CommandIssued;
import io.palinode.core.SagaEvent.SagaCompacted;
import io.palinode.core.SagaInput.Replied;
import io.palinode.core.SagaInput.TimerFired;
import io.palinode.message.CommandId;
import io.palinode.message.CommandOutcome;
import io.palinode.message.CommandOutcome.Rejected;
import io.palinode.message.CommandOutcome.Succeeded;
import io.palinode.message.CommandOutcome.TryAgain;
import io.palinode.message.Direction;
import io.palinode.message.Payload;
import io.palinode.message.PayloadCodec;
import io.palinode.message.Reason;
import io.palinode.message.SagaControl;
import io.palinode.saga.SagaDefinition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One saga in a test: its machine, its state, its journal and its clock, which stands still until a
 * deadline is asked for.
 *
 * <p>After every decision the journal is folded, whole and compacted, and must give the live state.
 */
final class LiveSaga<D> {
  static final String ID = "order-1";
  static final long NOON = 43_200_000;
  static final PayloadCodec CODEC = new PayloadCodec(2_000);

  private final SagaMachine<D> machine;
  private final List<SagaEvent> journal = new ArrayList<>();
  private @Nullable SagaState state;
  private long now = NOON;

  LiveSaga(SagaDefinition<D> definition) {
    this.machine = new SagaMachine<>(definition, CODEC);
  }

  /** The same saga under another version, from here on. */
  LiveSaga<D> movedTo(SagaDefinition<D> version) {
    Migration<D> migration = new Migration<>(machine.definition().outline(), version, CODEC);
    assertThat(migration.obstacles(state())).isEmpty();
    LiveSaga<D> moved = new LiveSaga<>(version);
    moved.now = now;
    moved.journal.addAll(journal);
    moved.journaled(state(), migration.move(state()));
    return moved;
  }

  static CommandId action(String step) {
    return new CommandId(ID, step, Direction.ACTION);
  }

  static CommandId compensation(String step) {
    return new CommandId(ID, step, Direction.COMPENSATION);
  }

  static Reason because(String code) {
    return new Reason(code, "In the words of a test.");
  }

  static Succeeded success(Object reply) {
    return new Succeeded(CODEC.encode(reply));
  }

  Decision start(D data) {
    return start(CODEC.encode(data));
  }

  Decision start(Payload data) {
    return journaled(null, machine.start(ID, data, now));
  }

  Decision succeeds(CommandId command) {
    return replies(command, new Succeeded(Payload.NONE));
  }

  Decision succeeds(CommandId command, Object reply) {
    return replies(command, success(reply));
  }

  Decision rejects(CommandId command, String code) {
    return replies(command, new Rejected(because(code)));
  }

  Decision triesAgain(CommandId command, String code) {
    return replies(command, new TryAgain(because(code), null));
  }

  Decision triesAgain(CommandId command, String code, Duration after) {
    return replies(command, new TryAgain(because(code), after));
  }

  /** The attempt in flight gets no reply until its deadline. */
  Decision isSilent(CommandId command) {
    return passes(command, step(command).awaitsReply(command.direction(), attempt(command)));
  }

  /** The time comes for the attempt that follows a failed one. */
  Decision isTriedAgain(CommandId command) {
    return passes(command, step(command).awaitsRetry(command.direction(), attempt(command)));
  }

  Decision decides(SagaInput input) {
    SagaState before = state();
    return journaled(before, machine.decide(before, input, now));
  }

  /** The saga's owner sets it aside. */
  void parks(String code) {
    SagaState before = state();
    journaled(before, SagaMachine.park(before, because(code)));
  }

  Ruling cancelled(String why) {
    return ruled(new SagaControl.Cancel(ID, "r-1", why));
  }

  Ruling paused(String why) {
    return ruled(new SagaControl.Pause(ID, "r-1", why));
  }

  Ruling resumed(String why) {
    return ruled(new SagaControl.Resume(ID, "r-1", why));
  }

  Ruling retried(String why) {
    return ruled(new SagaControl.Retry(ID, "r-1", why));
  }

  Ruling decided(String decision, String option) {
    return ruled(new SagaControl.Decide(ID, "r-1", decision, option, "Eve", "She is known."));
  }

  private Ruling ruled(SagaControl control) {
    SagaState before = state();
    Ruling ruling = machine.rule(before, control, now);
    journaled(before, ruling.decision());
    return ruling;
  }

  void passes(Duration time) {
    now += time.toMillis();
  }

  SagaState state() {
    return Objects.requireNonNull(state, "The saga is not started.");
  }

  List<SagaEvent> journal() {
    return journal;
  }

  SagaMachine<D> machine() {
    return machine;
  }

  long inTime(Duration wait) {
    return now + wait.toMillis();
  }

  /** The fact that this attempt is sent now. */
  CommandIssued issued(CommandId command, int attempt) {
    return new CommandIssued(command.step(), command.direction(), attempt, dueAt(command));
  }

  /** The sending of this attempt, now. */
  SendCommand send(CommandId command, int attempt, Object message) {
    String participant = machine.definition().step(command.step()).participant();
    Payload payload = CODEC.encode(message);
    return new SendCommand(
        command, participant, attempt, payload, timeout(command), dueAt(command));
  }

  SetTimer timer(CommandId command, int attempt, Duration wait) {
    return new SetTimer(command.step(), command.direction(), attempt, inTime(wait));
  }

  private Decision replies(CommandId command, CommandOutcome outcome) {
    return decides(new Replied(command.step(), command.direction(), attempt(command), outcome));
  }

  private Decision passes(CommandId command, boolean awaited) {
    assertThat(awaited).as("%s awaits this, being %s", command, step(command)).isTrue();
    now = step(command).dueAt();
    return decides(new TimerFired(command.step(), command.direction(), attempt(command)));
  }

  private StepState step(CommandId command) {
    return state().step(command.step());
  }

  private int attempt(CommandId command) {
    return step(command).attempt();
  }

  private long dueAt(CommandId command) {
    return inTime(timeout(command));
  }

  private Duration timeout(CommandId command) {
    return KeyReader.step(command.step(), machine.definition())
        .exchange(command.direction())
        .timeout();
  }

  private Decision journaled(@Nullable SagaState before, Decision decision) {
    journal.addAll(decision.events());
    state = decision.state();
    assertThat(SagaState.fold(ID, journal)).as("the journal, folded").isEqualTo(state);
    if (before != null) {
      List<SagaEvent> compacted = new ArrayList<>(List.of(new SagaCompacted(before)));
      compacted.addAll(decision.events());
      assertThat(SagaState.fold(ID, compacted)).as("the compacted journal").isEqualTo(state);
    }
    return decision;
  }
}
