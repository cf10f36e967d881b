package io.palinode.chaos.check;

import io.palinode.message.RequestAnswer.Verdict;
import io.palinode.message.SagaStatus;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request to a saga, written down before it was sent, and once more when it was answered.
 *
 * @param at milliseconds since 1970
 * @param tick of the clock by which the ledgers go
 * @param answer null before it came
 */
public record RequestLine(long at, long tick, String saga, Verb verb, @Nullable Answer answer) {

  /** What is asked. */
  public enum Verb {
    CANCEL,
    PAUSE,
    RESUME
  }

  /**
   * What a client was told.
   *
   * @param verdict null where nothing is known of the saga
   * @param code why, in a word
   * @param status how the saga stands now
   */
  public record Answer(@Nullable Verdict verdict, String code, SagaStatus status) {
    /** True if a saga of which a cancel was answered so may have come to rest like this. */
    boolean allows(SagaStatus rest) {
      if (verdict == Verdict.DONE) {
        return rest != SagaStatus.COMPLETED;
      }
      return !(code.equals("PAST_PIVOT") && rest == SagaStatus.COMPENSATED);
    }
  }

  boolean isAsked(Verb which) {
    return verb == which && answer == null;
  }

  /** What a cancel was answered; empty where this is none. */
  Optional<Answer> cancelAnswer() {
    return verb == Verb.CANCEL ? Optional.ofNullable(answer) : Optional.empty();
  }

  /** True if the saga stands still from here on. */
  boolean tellsOfAPause() {
    return verb == Verb.PAUSE && answer != null && answer.status() == SagaStatus.PAUSED;
  }
}
