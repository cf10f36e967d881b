package io.palinode.core;

import static io.palinode.core.Truth.APPLIED;
import static io.palinode.core.Truth.DELAYED;
import static io.palinode.core.Truth.REFUSED;
import static io.palinode.core.Truth.UNDONE;
import static io.palinode.core.Truth.UNTOUCHED;

import io.palinode.core.Journey.Travelled;
import io.palinode.message.CommandOutcome;
import io.palinode.message.CommandOutcome.Rejected;
import io.palinode.message.CommandOutcome.Succeeded;
import io.palinode.message.CommandOutcome.TryAgain;
import io.palinode.message.Direction;
import io.palinode.message.Payload;
import io.palinode.message.PayloadCodec;
import io.palinode.message.Reason;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Everything that can become of one attempt of a command. */
enum Answer {
  SUCCESS,
  REJECTION,
  TRY_AGAIN,
  /** Applied, and the reply is lost or too late. */
  SILENCE_AFTER_THE_EFFECT,
  /** Not applied yet; the command is late. */
  SILENCE_BEFORE_THE_EFFECT;

  static final PayloadCodec CODEC = new PayloadCodec();
  private static final Reason NO = new Reason("NO", "");
  private static final Reason BUSY = new Reason("BUSY", "");

  /** One outcome of each kind, for replies that nobody waits for. */
  static final List<CommandOutcome> OUTCOMES =
      List.of(new Succeeded(Payload.NONE), new Rejected(NO), new TryAgain(BUSY, null));

  /** The answers of a participant that remembers commands, as the protocol asks of it. */
  static Set<Answer> possible(Direction direction, Truth truth) {
    return direction == Direction.ACTION && truth == APPLIED
        ? EnumSet.of(SUCCESS, SILENCE_AFTER_THE_EFFECT)
        : EnumSet.allOf(Answer.class);
  }

  boolean silent() {
    return this == SILENCE_AFTER_THE_EFFECT || this == SILENCE_BEFORE_THE_EFFECT;
  }

  /** What the participant's database holds afterwards. */
  Truth after(Direction direction, Truth before) {
    boolean applied = this == SUCCESS || this == SILENCE_AFTER_THE_EFFECT;
    if (direction == Direction.COMPENSATION) {
      return applied ? UNDONE : before;
    }
    return switch (this) {
      case SUCCESS, SILENCE_AFTER_THE_EFFECT -> APPLIED;
      case REJECTION -> REFUSED;
      // Either may be delivered once more, and then succeed.
      case TRY_AGAIN, SILENCE_BEFORE_THE_EFFECT -> before == UNTOUCHED ? DELAYED : before;
    };
  }

  /** The reply's outcome, for an answer that is not silent. */
  CommandOutcome outcome(String step) {
    return switch (this) {
      case REJECTION -> new Rejected(NO);
      case TRY_AGAIN -> new TryAgain(BUSY, null);
      default -> new Succeeded(CODEC.encode(new Travelled(step)));
    };
  }
}
