package io.palinode.participant;

import io.palinode.message.CommandOutcome;
import io.palinode.message.MalformedMessage;
import io.palinode.message.Payload;
import io.palinode.message.PayloadCodec;
import io.palinode.message.PayloadTooLarge;
import io.palinode.message.Reason;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a handler answers to a command.
 *
 * <ul>
 *   <li><b>succeeded</b>: the effect is there. It is remembered for good, and the command never
 *       runs again.
 *   <li><b>rejected</b>: no, and there is no effect. It is remembered for this attempt and those
 *       before it.
 *   <li><b>try again</b>: not now, and there is no effect. Nothing is remembered.
 * </ul>
 *
 * <p>Immutable, if the payload is.
 */
public sealed interface Reply {

  /** The effect is applied, and there is nothing to tell about it. */
  static Reply succeeded() {
    return new Succeeded(null);
  }

  /**
   * The effect is applied.
   *
   * @param payload what the saga may fold into its data; Jackson writes it, at most the payload
   *     limit in size
   */
  static Reply succeeded(Object payload) {
    return new Succeeded(payload);
  }

  /**
   * The participant says no; there is no effect.
   *
   * @param code a word for programs, such as {@code CARD_REFUSED}, cut at {@link Reason#MAX_CODE}
   *     characters
   * @param text a sentence for people, cut at {@link Reason#MAX_TEXT} characters
   */
  static Reply rejected(String code, String text) {
    return new Rejected(new Reason(code, text));
  }

  /** There is no effect yet; the saga's retry policy says when to try again. */
  static Reply tryAgain(String code, String text) {
    return new TryAgain(new Reason(code, text), null);
  }

  /**
   * There is no effect yet.
   *
   * @param after the least wait before the next attempt, in whole milliseconds
   */
  static Reply tryAgain(String code, String text, Duration after) {
    if (after.isNegative()) {
      throw new IllegalArgumentException("The wait is " + after + "; expected none or more.");
    }
    return new TryAgain(new Reason(code, text), after);
  }

  /**
   * The reply in the words of the wire.
   *
   * @throws PayloadTooLarge if its payload is above the codec's limit
   * @throws MalformedMessage if its payload cannot be written
   */
  CommandOutcome outcome(PayloadCodec codec);

  /** The effect is applied. */
  record Succeeded(@Nullable Object payload) implements Reply {
    @Override
    public CommandOutcome outcome(PayloadCodec codec) {
      return new CommandOutcome.Succeeded(payload == null ? Payload.NONE : codec.encode(payload));
    }
  }

  /** No, without effect. */
  record Rejected(Reason reason) implements Reply {
    @Override
    public CommandOutcome outcome(PayloadCodec codec) {
      return new CommandOutcome.Rejected(reason);
    }
  }

  /** Not now, without effect. */
  record TryAgain(Reason reason, @Nullable Duration after) implements Reply {
    @Override
    public CommandOutcome outcome(PayloadCodec codec) {
      return new CommandOutcome.TryAgain(reason, after);
    }
  }
}
