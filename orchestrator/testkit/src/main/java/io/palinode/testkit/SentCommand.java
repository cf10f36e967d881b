package io.palinode.testkit;

import io.palinode.core.Effect.SendCommand;
import io.palinode.message.CommandOutcome;
import io.palinode.message.CommandOutcome.Rejected;
import io.palinode.message.CommandOutcome.Succeeded;
import io.palinode.message.CommandOutcome.TryAgain;
import io.palinode.message.Payload;
import io.palinode.message.Reason;
import java.time.Duration;

/**
 * A command that its participant has received, and what it answers.
 *
 * <p>It may answer after its deadline, or more than once; the saga then takes no notice, and the
 * history says so.
 *
 * @param <D> the saga's data
 */
public final class SentCommand<D> {
  private final TestedSaga<D> story;
  private final VirtualSaga saga;
  private final SendCommand sent;

  SentCommand(TestedSaga<D> story, VirtualSaga saga, SendCommand sent) {
    this.story = story;
    this.saga = saga;
    this.sent = sent;
  }

  /** The participant has done it, and has nothing to tell. */
  public TestedSaga<D> succeeds() {
    return replies(new Succeeded(Payload.NONE));
  }

  /** The participant has done it, and tells this. */
  public TestedSaga<D> succeeds(Object reply) {
    return replies(new Succeeded(saga.encode(reply)));
  }

  /** The participant says no, for good; there is no effect. */
  public TestedSaga<D> rejects(String code) {
    return rejects(code, "");
  }

  /** The participant says no, for good, in these words; there is no effect. */
  public TestedSaga<D> rejects(String code, String text) {
    return replies(new Rejected(new Reason(code, text)));
  }

  /** The participant cannot do it now; there is no effect. */
  public TestedSaga<D> triesAgain(String code) {
    return replies(new TryAgain(new Reason(code, ""), null));
  }

  /**
   * The participant cannot do it now, and asks not to be tried again any sooner; there is no
   * effect.
   */
  public TestedSaga<D> triesAgain(String code, Duration after) {
    return replies(new TryAgain(new Reason(code, ""), after));
  }

  /** The participant does not answer this attempt before its deadline. */
  public TestedSaga<D> isSilent() {
    saga.advanceTo(sent.dueAt());
    return story;
  }

  /** Lets time pass before the participant answers, if it still does. */
  public SentCommand<D> after(Duration duration) {
    saga.advance(duration);
    return this;
  }

  private TestedSaga<D> replies(CommandOutcome outcome) {
    saga.reply(sent, outcome);
    return story;
  }
}
