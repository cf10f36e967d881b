package io.palinode.chaos.participant;

import io.palinode.chaos.saga.Errand.Act;
import io.palinode.chaos.saga.Errand.Done;
import io.palinode.chaos.saga.Errand.Undo;
import io.palinode.chaos.saga.Errands;
import io.palinode.chaos.saga.Mood;
import io.palinode.message.Direction;
import io.palinode.participant.CommandContext;
import io.palinode.participant.Participant;
import io.palinode.participant.Reply;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * What every participant does: what the command's mood says, with each effect written to its
 * ledger.
 *
 * @param pause lets time pass in a handler
 */
record Part(Consumer<Duration> pause) {

  Participant named(String name, EffectLedger ledger) {
    return Participant.named(name)
        .on(Act.class, this::act)
        .onCompensation(Undo.class, this::undo)
        .inbox(ledger)
        .build();
  }

  private Reply act(Act command, CommandContext context) {
    if (command.mood() == Mood.SLOW) {
      pause.accept(Errands.SLOWNESS);
    }
    return reply(command, context);
  }

  private Reply undo(Undo command, CommandContext context) {
    return reply(new Act(command.step(), command.mood(), command.heard()), context);
  }

  /** A refusal writes its effect too, which the ledger must not keep. */
  private static Reply reply(Act command, CommandContext context) {
    var step = command.step();
    var receipt =
        context.transaction(Effects.class).add(step, context.direction(), command.heard());
    return switch (command.mood()) {
      case REFUSING -> Reply.rejected("REFUSED", "The script says no.");
      case UNABLE, MUTE -> Reply.tryAgain(Errands.UNABLE, "The script says never.");
      case BUSY ->
          context.attempt() == 1 ? Reply.tryAgain("BUSY", "") : done(step, receipt, context);
      case WILLING, SLOW -> done(step, receipt, context);
    };
  }

  private static Reply done(String step, String receipt, CommandContext context) {
    return context.direction() == Direction.ACTION
        ? Reply.succeeded(new Done(step, receipt))
        : Reply.succeeded();
  }
}
