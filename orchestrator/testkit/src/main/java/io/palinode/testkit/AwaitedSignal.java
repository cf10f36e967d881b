package io.palinode.testkit;

import java.time.Duration;

/**
 * A signal that the saga waits for, and whether it comes.
 *
 * @param <D> the saga's data
 */
public final class AwaitedSignal<D> {
  private final TestedSaga<D> story;
  private final AskedKey asked;

  AwaitedSignal(TestedSaga<D> story, AskedKey asked) {
    this.story = story;
    this.asked = asked;
  }

  /** The signal comes, or was there already, and carries this. */
  public TestedSaga<D> comes(Object payload) {
    asked.signals(payload);
    return story;
  }

  /** The signal does not come before the wait is over. */
  public TestedSaga<D> doesNotCome() {
    asked.isSilent();
    return story;
  }

  /** Lets time pass before the signal comes, if it still does. */
  public AwaitedSignal<D> after(Duration duration) {
    asked.saga().advance(duration);
    return this;
  }
}
