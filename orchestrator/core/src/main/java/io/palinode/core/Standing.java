package io.palinode.core;

import io.palinode.message.Reason;
import io.palinode.message.SagaStatus;
import org.jspecify.annotations.Nullable;

/**
 * How a saga stands as a whole.
 *
 * <p>One that stands still, paused or parked, remembers which way it goes when it is let go on; and
 * that may change while it stands still, because a reply says no, or because it is cancelled.
 *
 * <p>Immutable. Every change of status is a row of {@link SagaTransition}.
 *
 * @param heading {@code RUNNING} or {@code COMPENSATING}: the way it goes, or went to its end
 * @param turned why it turned round, null where it did not
 * @param halted why it stands still, null where it does not
 * @param parked how often it has parked so far, this time included
 */
public record Standing(
    SagaStatus status,
    SagaStatus heading,
    @Nullable Reason turned,
    @Nullable Reason halted,
    int parked) {

  /** How every saga begins. */
  public static final Standing BEGUN =
      new Standing(SagaStatus.RUNNING, SagaStatus.RUNNING, null, null);

  /** One that has parked as seldom as its status allows. */
  public Standing(
      SagaStatus status, SagaStatus heading, @Nullable Reason turned, @Nullable Reason halted) {
    this(status, heading, turned, halted, leastParked(status));
  }

  /** How often a saga of this status has parked at least. */
  public static int leastParked(SagaStatus status) {
    return status == SagaStatus.PARKED ? 1 : 0;
  }

  /** How a saga stands of which only this is known, as in an older log. */
  public static Standing of(SagaStatus status, @Nullable Reason reason) {
    return status.halted()
        ? new Standing(status, SagaStatus.RUNNING, null, reason)
        : new Standing(
            status,
            status == SagaStatus.RUNNING || status == SagaStatus.COMPLETED
                ? SagaStatus.RUNNING
                : SagaStatus.COMPENSATING,
            reason,
            null);
  }

  /** Why it stands still; where it does not, why it turned round; null where it did neither. */
  public @Nullable Reason reason() {
    return halted != null ? halted : turned;
  }

  /** True while it goes on, or will, towards its end and not back. */
  boolean isForward() {
    return heading == SagaStatus.RUNNING && !status.ended();
  }

  Standing turnedRound(Reason why) {
    SagaTransition.taken(heading, SagaStatus.COMPENSATING);
    return status.halted()
        ? new Standing(status, SagaStatus.COMPENSATING, why, halted, parked)
        : new Standing(to(SagaStatus.COMPENSATING), SagaStatus.COMPENSATING, why, null, parked);
  }

  Standing halted(SagaStatus how, Reason why) {
    return new Standing(to(how), heading, turned, why, parked + leastParked(how));
  }

  Standing resumed() {
    return new Standing(to(heading), heading, turned, null, parked);
  }

  Standing ended(SagaStatus how) {
    return new Standing(to(how), heading, turned, null, parked);
  }

  private SagaStatus to(SagaStatus next) {
    return SagaTransition.taken(status, next).to();
  }
}
