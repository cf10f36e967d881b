package io.palinode.testkit;

import io.palinode.core.Effect.SendCommand;
import java.time.Duration;

/**
 * A signal that the saga waits for, and whether it comes.
 *
 * @param <D> the saga's data
 */
public final class AwaitedSignal<D> {
  private final TestedSaga<D> story;
  private final VirtualSaga<D> saga;
  private final SendCommand asked;

  AwaitedSignal(TestedSaga<D> story, VirtualSaga<D> saga, SendCommand asked) {
    this.story = story;
    this.saga = saga;
    this.asked = asked;
  }

  /** The signal comes, or was there already, and carries this. */
  public TestedSaga<D> comes(Object payload) {
    saga.signal(asked, payload);
    return story;
  }

  /** The signal does not come before the wait is over. */
  public TestedSaga<D> doesNotCome() {
    saga.waitInVain(asked);
    return story;
  }

  /** Lets time pass before the signal comes, if it still does. */
  public AwaitedSignal<D> after(Duration duration) {
    saga.advance(duration);
    return this;
  }
}
