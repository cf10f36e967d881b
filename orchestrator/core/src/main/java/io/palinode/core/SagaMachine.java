package io.palinode.core;

import io.palinode.core.Effect.GiveNotice;
import io.palinode.core.Effect.Report;
import io.palinode.core.Effect.RunLocally;
import io.palinode.core.SagaEvent.DecisionAsked;
import io.palinode.core.SagaEvent.SagaStarted;
import io.palinode.core.SagaEvent.WaitBegun;
import io.palinode.core.SagaEvent.WaitEvent;
import io.palinode.core.SagaInput.DeadlinePassed;
import io.palinode.core.SagaInput.Replied;
import io.palinode.core.SagaInput.Signalled;
import io.palinode.core.SagaInput.TimerFired;
import io.palinode.core.SagaInput.WaitOver;
import io.palinode.message.CommandId;
import io.palinode.message.CommandOutcome;
import io.palinode.message.Direction;
import io.palinode.message.Payload;
import io.palinode.message.PayloadCodec;
import io.palinode.message.Reason;
import io.palinode.message.SagaControl;
import io.palinode.message.SagaStatus;
import io.palinode.message.StepKey;
import io.palinode.saga.HumanDecision;
import io.palinode.saga.SagaDefinition;
import io.palinode.saga.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides what a saga does next, without doing it.
 *
 * <p>A decision is the events to journal and the effects to run once they are durable. It depends
 * on the arguments alone, so folding the journal rebuilds exactly the state that a crashed owner
 * had.
 *
 * <ul>
 *   <li>A reply to any attempt but the one that is awaited is stale and decides nothing.
 *   <li>A timer before the step's time decides nothing: the deadline of an attempt that was
 *       answered "try again" does not cut the wait short.
 *   <li>Before the pivot a failure turns the saga round: what succeeded, and what may have, is
 *       undone newest first.
 *   <li>What runs side by side and is in flight then is waited for; it is not tried again.
 *   <li>A compensation that keeps failing parks the saga for a person. It is never skipped.
 *   <li>A saga that is parked or paused still takes in the replies that it awaits, and sends
 *       nothing until somebody lets it go on.
 * </ul>
 *
 * <p>Immutable; one instance serves every shard.
 */
public final class SagaMachine<D> {
  private final SagaDefinition<D> definition;
  private final PayloadCodec codec;
  private final boolean hasLocalSteps;

  public SagaMachine(SagaDefinition<D> definition, PayloadCodec codec) {
    this.definition = definition;
    this.codec = codec;
    this.hasLocalSteps = definition.steps().stream().anyMatch(Step::isLocal);
  }

  public SagaDefinition<D> definition() {
    return definition;
  }

  /**
   * Begins a saga.
   *
   * @param now milliseconds since 1970
   * @throws io.palinode.message.MalformedMessage if the data cannot be read as the definition's
   *     data
   * @throws io.palinode.message.PayloadTooLarge if the data are above the limit
   */
  public Decision start(String sagaId, Payload data, long now) {
    SagaStarted started = new SagaStarted(definition.ref(), codec.checked(data));
    SagaState first = SagaState.started(sagaId, started);
    Deliberation<D> deliberation = new Deliberation<>(definition, codec, first, now);
    deliberation.data(Level.top(definition));
    deliberation.recordStart(started);
    new DeadlineRules<>(deliberation, definition).begin();
    deliberation.advance();
    return deliberation.decision();
  }

  /**
   * Decides on one input.
   *
   * @param now milliseconds since 1970
   */
  public Decision decide(SagaState state, SagaInput input, long now) {
    Deliberation<D> deliberation = new Deliberation<>(definition, codec, state, now);
    if (input instanceof Replied replied) {
      if (state.step(replied.step()).awaitsReply(replied.direction(), replied.attempt())) {
        new ReplyRules<>(deliberation, called(replied.step())).settle(replied);
      }
    } else if (input instanceof Signalled signal) {
      if (state.step(signal.step()).awaitsReply(Direction.ACTION, signal.attempt())) {
        new ReplyRules<>(deliberation, called(signal.step())).take(signal);
      }
    } else if (!state.status().halted() && !state.status().ended()) {
      onTime(deliberation, input);
    }
    return deliberation.decision();
  }

  /** Sets a saga of this definition aside, and gives notice of it; see {@link #park}. */
  public Decision parked(SagaState state, Reason reason) {
    Decision decision = park(state, reason);
    if (decision.isEmpty()) {
      return decision;
    }
    List<Effect> effects = new ArrayList<>(decision.effects());
    new Notices<>(definition, codec).about(decision.state()).ifPresent(effects::add);
    return new Decision(decision.state(), decision.events(), effects);
  }

  /** Sets a saga aside for a person, for a reason that its owner found outside of its steps. */
  public static Decision park(SagaState state, Reason reason) {
    if (state.status() == SagaStatus.PARKED || state.status().ended()) {
      return Decision.nothing(state);
    }
    SagaEvent parked = new SagaEvent.SagaParked(reason);
    return new Decision(state.apply(parked), List.of(parked), List.of(new Report()));
  }

  /**
   * The effects that a saga in this state waits for, for an owner that takes it over: commands in
   * flight, retries that wait, the report of a saga that stands still or has ended, and the keys
   * that an ended one gives back, and its notice. A parked saga sends no command, not even one
   * decided before; its deadlines act once it goes on. It still tells what signals it has taken or
   * waits for no more. The times that it has parked are {@link #noticeOfParking}'s.
   *
   * @throws RuntimeException from a definition whose functions are not pure: the command was built
   *     before
   */
  public List<Effect> pending(SagaState state) {
    Deliberation<D> again = new Deliberation<>(definition, codec, state, 0);
    List<Effect> effects = new ArrayList<>();
    if (state.status().ended()) {
      effects.addAll(again.farewell());
    } else if (state.status().halted()) {
      effects.add(new Report());
    }
    if (state.status().ended()) {
      new Notices<>(definition, codec).about(state).ifPresent(effects::add);
      return effects;
    }
    for (StepState step : state.steps()) {
      if (step.awaitsReply() && state.status() != SagaStatus.PARKED) {
        effects.add(again.again(called(step.step()), step.direction(), step));
      } else if (step.status().inFlight()) {
        effects.add(step.timer());
      }
    }
    effects.addAll(state.timersOfWaits());
    effects.addAll(KeyRules.settled(state));
    return effects;
  }

  /**
   * What the definition has to say about a time that a saga parked, whatever it has done since.
   *
   * @param data the saga's at that time
   * @param reason why it parked
   */
  public Optional<GiveNotice> noticeOfParking(Payload data, Reason reason) {
    return new Notices<>(definition, codec).ofParking(data, reason);
  }

  /**
   * Decides on what is asked of the saga.
   *
   * @param now milliseconds since 1970
   */
  public Ruling rule(SagaState state, SagaControl control, long now) {
    Deliberation<D> deliberation = new Deliberation<>(definition, codec, state, now);
    return new ControlRules<>(deliberation, definition).rule(control);
  }

  private void onTime(Deliberation<D> deliberation, SagaInput due) {
    if (due instanceof TimerFired fired) {
      onTimer(deliberation, fired);
    } else if (due instanceof WaitOver over) {
      onWaitOver(deliberation, deliberation.state().openWait(over.part()));
    } else if (due instanceof DeadlinePassed) {
      new DeadlineRules<>(deliberation, definition).onTime();
    }
  }

  private void onWaitOver(Deliberation<D> deliberation, @Nullable WaitEvent open) {
    if (open == null || open.until() == 0 || deliberation.now() < open.until()) {
      return;
    }
    if (open instanceof WaitBegun wait) {
      new WaitRules(deliberation).onTime(wait);
    } else if (open instanceof DecisionAsked asked) {
      HumanDecision<?> decision =
          new DecisionKeys(deliberation.state()).find(asked.part(), definition);
      if (decision == null) {
        throw new BrokenInvariant("No decision is called '%s'.".formatted(asked.part()));
      }
      new DecisionRules(deliberation).onTime(decision, asked);
    }
  }

  /**
   * The functions of local steps that a saga in this state waits for, for an owner that takes it
   * over: what they did in another process has got lost, whatever it was.
   */
  public List<RunLocally> interrupted(SagaState state) {
    if (!hasLocalSteps || state.status() == SagaStatus.PARKED || state.status().ended()) {
      return List.of();
    }
    List<RunLocally> calls = new ArrayList<>();
    Deliberation<D> again = new Deliberation<>(definition, codec, state, 0);
    for (StepState step : state.steps()) {
      boolean acting = step.status() == StepStatus.ACTING;
      boolean running = acting || step.status() == StepStatus.UNDOING;
      if (running && runsLocally(step.step())) {
        Direction direction = acting ? Direction.ACTION : Direction.COMPENSATION;
        calls.add((RunLocally) again.again(called(step.step()), direction, step));
      }
    }
    return calls;
  }

  /** True if the step that is called so is a local one. */
  public boolean runsLocally(String step) {
    Step<?> known = hasLocalSteps ? definition.stepsByPath().get(StepKey.path(step)) : null;
    return known != null && known.isLocal();
  }

  /**
   * Calls the function of a local step, and says what came of it. Unlike all else here it does
   * something, and may take its time; whatever the function throws fails the attempt.
   *
   * @param state when the attempt was issued
   */
  public CommandOutcome runLocally(SagaState state, CommandId id) {
    Deliberation<D> reading = new Deliberation<>(definition, codec, state, 0);
    return new LocalCall(reading).run(called(id.step()), id.direction());
  }

  private void onTimer(Deliberation<D> deliberation, TimerFired fired) {
    StepState step = deliberation.state().step(fired.step());
    boolean early = deliberation.now() < step.dueAt();
    if (early) {
      return;
    }
    if (step.awaitsReply(fired.direction(), fired.attempt())) {
      new ReplyRules<>(deliberation, called(fired.step()))
          .onSilence(fired.direction(), fired.attempt());
    } else if (step.awaitsRetry(fired.direction(), fired.attempt())) {
      deliberation.issue(called(fired.step()), fired.direction(), fired.attempt() + 1);
    }
  }

  private StepRun<?> called(String step) {
    return KeyReader.step(step, definition);
  }
}
