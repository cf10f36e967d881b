package io.palinode.participant;

import io.palinode.message.CommandMessage;
import io.palinode.message.CommandOutcome;
import io.palinode.message.CommandOutcome.Rejected;
import io.palinode.message.CommandOutcome.Succeeded;
import io.palinode.message.Direction;
import io.palinode.message.MalformedMessage;
import io.palinode.message.Payload;
import io.palinode.message.PayloadCodec;
import io.palinode.message.ReplyMessage;
import io.palinode.message.WireRecord;
import io.palinode.participant.InboxDecision.Ignore;
import io.palinode.participant.InboxDecision.NothingToUndo;
import io.palinode.participant.InboxDecision.Refuse;
import io.palinode.participant.InboxDecision.Repeat;
import io.palinode.participant.Receipt.Answered;
import io.palinode.participant.Receipt.Ignored;
import io.palinode.participant.Receipt.Unreadable;
import io.palinode.participant.Remembered.Settled;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A service that takes part in sagas: it receives commands, applies each once, and answers.
 *
 * <pre>{@code
 * Participant payments =
 *     Participant.named("payments")
 *         .on(ChargeCard.class, (command, context) -> Reply.succeeded(charge(command)))
 *         .onCompensation(RefundCard.class, (command, context) -> Reply.succeeded())
 *         .inbox(inbox)
 *         .build();
 * }</pre>
 *
 * <ul>
 *   <li>Key, result and business effect of a command are one unit of its {@link Inbox}.
 *   <li>A command that is delivered again is answered from memory.
 *   <li>A compensation that overtakes its action answers succeeded, and the action is refused with
 *       the reason code {@code LATE_ACTION} when it comes.
 *   <li>A command of an orchestrator that has been replaced has no effect and gets no answer.
 * </ul>
 *
 * <p>Immutable and safe for use by any thread, as far as its handlers and inbox are.
 */
public final class Participant {
  private static final Logger LOG = LoggerFactory.getLogger(Participant.class);

  private final String name;
  private final Routes routes;
  private final Inbox inbox;
  private final PayloadCodec codec;
  private final Tally tally = new Tally();

  Participant(String name, Routes routes, Inbox inbox, PayloadCodec codec) {
    this.name = name;
    this.routes = routes;
    this.inbox = inbox;
    this.codec = codec;
  }

  /**
   * Begins a participant.
   *
   * @param name by which sagas address it: lower-case words joined by hyphens, at most 64
   *     characters
   * @throws IllegalArgumentException if the name has another form
   */
  public static ParticipantBuilder named(String name) {
    return new ParticipantBuilder(name);
  }

  public String name() {
    return name;
  }

  /** What became of the records received so far. */
  public ParticipantCounts counts() {
    return tally.counts();
  }

  /**
   * Deals with one record of the participant's command topic, and returns when its unit is kept.
   * The records of one saga must come in order.
   *
   * @throws InboxUnavailable if the inbox did not keep the unit; the record must be received again
   *     later
   */
  public Receipt receive(WireRecord record) {
    CommandMessage command;
    Function<CommandContext, CommandOutcome> call;
    try {
      command = CommandMessage.from(record);
      call = routes.call(command, codec);
    } catch (MalformedMessage e) {
      tally.unreadable.increment();
      return new Unreadable(String.valueOf(e.getMessage()));
    }
    return inbox.inUnit(command.id().sagaId(), unit -> settle(command, call, unit));
  }

  private Receipt settle(
      CommandMessage command, Function<CommandContext, CommandOutcome> call, InboxUnit unit) {
    Remembered remembered = unit.recall(command.id());
    InboxDecision decision = InboxRules.decide(command, remembered);
    if (decision instanceof Ignore ignore) {
      return ignored(command, ignore.newerEpoch());
    }
    if (command.epoch() > remembered.highestEpoch()) {
      unit.raiseEpoch(command.epoch());
    }
    if (decision instanceof Repeat repeat) {
      tally.repeated.increment();
      return answer(command, repeat.outcome());
    }
    if (decision instanceof Refuse refuse) {
      tally.lateActions.increment();
      return answer(command, new Rejected(refuse.reason()));
    }
    if (decision instanceof NothingToUndo) {
      tally.nothingToUndo.increment();
      return answer(command, kept(command, new Succeeded(Payload.NONE), unit));
    }
    return answer(command, run(command, call, unit));
  }

  private CommandOutcome run(
      CommandMessage command, Function<CommandContext, CommandOutcome> call, InboxUnit unit) {
    CommandContext context =
        new CommandContext(command.id(), command.attempt(), command.epoch(), unit.transaction());
    CommandOutcome outcome = unit.apply(() -> call.apply(context));
    if (outcome instanceof Succeeded) {
      tally.succeeded.increment();
      return kept(command, outcome, unit);
    }
    if (outcome instanceof Rejected) {
      tally.rejected.increment();
      return command.id().direction() == Direction.ACTION ? kept(command, outcome, unit) : outcome;
    }
    tally.triedAgain.increment();
    return outcome;
  }

  private static CommandOutcome kept(
      CommandMessage command, CommandOutcome outcome, InboxUnit unit) {
    unit.settle(command.id(), new Settled(command.attempt(), outcome));
    return outcome;
  }

  private Receipt ignored(CommandMessage command, long newerEpoch) {
    tally.ignored.increment();
    LOG.warn(
        "Ignored {} of epoch {}: epoch {} owns the saga now, and sends again what it still needs.",
        command.id(),
        command.epoch(),
        newerEpoch);
    return new Ignored(command.id(), command.epoch(), newerEpoch);
  }

  private static Receipt answer(CommandMessage command, CommandOutcome outcome) {
    return new Answered(new ReplyMessage(command.id(), command.attempt(), outcome));
  }
}
