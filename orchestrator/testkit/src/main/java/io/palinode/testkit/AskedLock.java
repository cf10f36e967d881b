package io.palinode.testkit;

import io.palinode.message.CommandOutcome.Rejected;
import io.palinode.message.CommandOutcome.Succeeded;
import io.palinode.message.Payload;
import io.palinode.message.Reason;
import java.time.Duration;

/**
 * A lock that the saga has asked for, and what becomes of that.
 *
 * @param <D> the saga's data
 */
public final class AskedLock<D> {
  private final TestedSaga<D> story;
  private final AskedKey asked;

  AskedLock(TestedSaga<D> story, AskedKey asked) {
    this.story = story;
    this.asked = asked;
  }

  /** The saga has the key: at once, or when its turn has come. */
  public TestedSaga<D> isGranted() {
    asked.answers(new Succeeded(Payload.NONE));
    return story;
  }

  /** Another saga has the key, and this one does not wait: {@code KEY_HELD}. */
  public TestedSaga<D> isHeldBy(String sagaId) {
    return isRefused("KEY_HELD", "It is held by saga " + sagaId + ".");
  }

  /** More sagas than allowed wait for the key: {@code KEY_QUEUE_FULL}. */
  public TestedSaga<D> hasNoRoomInItsQueue() {
    return isRefused("KEY_QUEUE_FULL", "");
  }

  /** Lets time pass while the saga waits for its turn. */
  public AskedLock<D> after(Duration duration) {
    asked.saga().advance(duration);
    return this;
  }

  private TestedSaga<D> isRefused(String code, String text) {
    asked.answers(new Rejected(new Reason(code, text)));
    return story;
  }
}
