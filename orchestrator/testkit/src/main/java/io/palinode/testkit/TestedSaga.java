package io.palinode.testkit;

import io.palinode.core.Effect.GiveNotice;
import io.palinode.core.Effect.SendCommand;
import io.palinode.core.SagaEvent.DecisionAsked;
import io.palinode.core.StepState;
import io.palinode.message.Direction;
import io.palinode.message.KeyAddress;
import io.palinode.message.KeyUse;
import io.palinode.message.Payload;
import io.palinode.message.Reason;
import io.palinode.message.SagaControl;
import io.palinode.message.SagaStatus;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A saga under test, and what is expected of it next.
 *
 * <p>Commands are expected in the order in which they are sent; those that are sent at once, in the
 * order of the definition's text. They may be answered in any order. Every expectation that is not
 * met is an {@link AssertionError} that says what was expected, what came, and what happened
 * before.
 *
 * <p>Not safe for use by several threads.
 *
 * @param <D> the saga's data
 */
public final class TestedSaga<D> {
  private static final String REQUEST = "asked-by-the-test";

  private final VirtualSaga<D> saga;

  TestedSaga(VirtualSaga<D> saga) {
    this.saga = saga;
  }

  /**
   * Expects the command that carries a step out, or its next attempt, and waits for it if it waits
   * for its time.
   *
   * @param command as the definition builds it; compared as JSON
   */
  public SentCommand<D> expectCommand(String participant, Object command) {
    return expect("command", Direction.ACTION, participant, command);
  }

  /**
   * Expects the command that undoes a step, or its next attempt, and waits for it if it waits for
   * its time.
   *
   * @param command as the definition builds it; compared as JSON
   */
  public SentCommand<D> expectCompensation(String participant, Object command) {
    return expect("compensation", Direction.COMPENSATION, participant, command);
  }

  /**
   * Expects that the saga asks for the lock by which it is exclusive.
   *
   * @param lock its name; that of the definition where it names none
   */
  public AskedLock<D> expectLock(String lock, String key) {
    return new AskedLock<>(this, saga, expectKey(new KeyAddress(KeyUse.LOCK, lock, key)));
  }

  /**
   * Expects that the saga begins to wait for a signal.
   *
   * @param name of the wait in the definition
   */
  public AwaitedSignal<D> expectWait(String name, String key) {
    return new AwaitedSignal<>(this, saga, expectKey(new KeyAddress(KeyUse.SIGNAL, name, key)));
  }

  private SendCommand expectKey(KeyAddress address) {
    @Nullable SendCommand sent = saga.nextSent();
    if (sent == null || !sent.participant().equals(address.toString())) {
      throw saga.mismatch(
          "Expected the saga to ask for " + address,
          sent == null
              ? "but nothing is sent; the saga is " + saga.standing()
              : "but sent was " + Script.sent(sent));
    }
    saga.expected(sent);
    return sent;
  }

  /** Expects that no command is sent but those that were expected already. */
  public TestedSaga<D> expectNothingSent() {
    SendCommand sent = saga.nextSentByNow();
    if (sent != null) {
      throw saga.mismatch("Expected that nothing is sent", "but sent was " + Script.sent(sent));
    }
    return this;
  }

  /**
   * Lets time pass: deadlines pass unanswered and retries are sent, as far as they fall into it.
   */
  public TestedSaga<D> after(Duration duration) {
    saga.advance(duration);
    return this;
  }

  /** Somebody wants the saga undone; whether it is, {@link #expectAnswer} tells. */
  public TestedSaga<D> cancel(String why) {
    return asked(id -> new SagaControl.Cancel(id, REQUEST, why));
  }

  /** Somebody wants the saga to stand still. */
  public TestedSaga<D> pause(String why) {
    return asked(id -> new SagaControl.Pause(id, REQUEST, why));
  }

  /** The saga is to go on that stands still because somebody wanted it to. */
  public TestedSaga<D> resume(String why) {
    return asked(id -> new SagaControl.Resume(id, REQUEST, why));
  }

  /** A person has what is stuck tried once more. */
  public TestedSaga<D> retry(String why) {
    return asked(id -> new SagaControl.Retry(id, REQUEST, why));
  }

  /** A person decides, whether the saga waits for it yet or not. */
  public TestedSaga<D> decide(String decision, String option, String by, String why) {
    return asked(id -> new SagaControl.Decide(id, REQUEST, decision, option, by, why));
  }

  /** Expects that the saga waits for this decision. */
  public TestedSaga<D> expectDecision(String decision) {
    if (!(saga.state().openWait(decision) instanceof DecisionAsked)) {
      throw saga.mismatch(
          "Expected the saga to wait for decision '%s'".formatted(decision),
          "but it is " + saga.standing());
    }
    return this;
  }

  /**
   * Expects this answer to the last request.
   *
   * @param code such as {@code CANCELLED} or {@code PAST_PIVOT}
   */
  public TestedSaga<D> expectAnswer(String code) {
    Reason answer = saga.answer();
    if (answer == null || !answer.code().equals(code)) {
      throw saga.mismatch("Expected the answer " + code, "but it is " + answer);
    }
    return this;
  }

  /** Expects that the saga stands still because somebody wanted it to. */
  public TestedSaga<D> expectPaused() {
    return expect(SagaStatus.PAUSED);
  }

  /** Expects that every step is done. */
  public TestedSaga<D> expectCompleted() {
    return expect(SagaStatus.COMPLETED);
  }

  /** Expects that every step is done, and these data in the end; compared as JSON. */
  public TestedSaga<D> expectCompleted(D data) {
    expect(SagaStatus.COMPLETED);
    Payload expected = saga.encode(data);
    if (!expected.text().equals(saga.state().data().text())) {
      throw saga.mismatch(
          "Expected the data in the end:%n    %s".formatted(expected.text()),
          "but they are:%n    %s".formatted(saga.state().data().text()));
    }
    return this;
  }

  /** Expects that a step failed, and that all that was done before is undone. */
  public TestedSaga<D> expectCompensated() {
    return expect(SagaStatus.COMPENSATED);
  }

  /**
   * Expects that the saga waits for a person.
   *
   * @param step that can neither go on nor be undone
   * @param code of the reason, such as {@code TIMEOUT} or the code of a rejection
   */
  public TestedSaga<D> expectParked(String step, String code) {
    String expected = "Expected the saga to be parked by '%s' because of %s".formatted(step, code);
    StepState stuck = saga.stuckStep();
    Reason reason = saga.state().reason();
    if (stuck == null || reason == null) {
      throw saga.mismatch(expected, "but it is " + saga.standing());
    }
    if (!stuck.step().equals(step) || !reason.code().equals(code)) {
      throw saga.mismatch(
          expected, "but it is parked by '%s' because of %s".formatted(stuck.step(), reason));
    }
    return this;
  }

  /**
   * Expects that the saga waits for a person because of something that lies in no single step: a
   * choice that cannot be made, a list that is too long.
   *
   * @param code of the reason, such as {@code CHOICE_NOT_MADE}
   */
  public TestedSaga<D> expectParked(String code) {
    Reason reason = saga.state().reason();
    boolean parked = saga.state().status() == SagaStatus.PARKED && saga.stuckStep() == null;
    if (!parked || reason == null || !reason.code().equals(code)) {
      throw saga.mismatch(
          "Expected the saga to be parked because of " + code, "but it is " + saga.standing());
    }
    return this;
  }

  /**
   * Expects the notice that the definition gives now that the saga has ended or parked.
   *
   * @param message as the definition builds it; compared as JSON
   */
  public TestedSaga<D> expectNotice(String topic, Object message) {
    Payload payload = saga.encode(message);
    String expected = "Expected a notice to %s:%n    %s".formatted(topic, payload);
    GiveNotice given = saga.nextNotice();
    if (given == null) {
      throw saga.mismatch(expected, "but none is given; the saga is " + saga.standing());
    }
    if (!given.topic().equals(topic) || !payload.equals(given.message())) {
      throw saga.mismatch(expected, "but it " + Script.notice(given));
    }
    return this;
  }

  /** What happened so far, as a script to read. */
  public String history() {
    return saga.history();
  }

  @Override
  public String toString() {
    return history();
  }

  private TestedSaga<D> asked(Function<String, SagaControl> control) {
    saga.ask(control);
    return this;
  }

  private TestedSaga<D> expect(SagaStatus status) {
    if (saga.state().status() != status) {
      throw saga.mismatch(
          "Expected the saga to be " + status.word(), "but it is " + saga.standing());
    }
    return this;
  }

  private SentCommand<D> expect(
      String what, Direction direction, String participant, Object command) {
    Payload payload = saga.encode(command);
    String expected = "Expected a %s to %s:%n    %s".formatted(what, participant, payload);
    @Nullable SendCommand sent = saga.nextSent();
    if (sent == null) {
      throw saga.mismatch(expected, "but nothing is sent; the saga is " + saga.standing());
    }
    if (sent.id().direction() != direction
        || !sent.participant().equals(participant)
        || !sent.payload().equals(payload)) {
      throw saga.mismatch(expected, "but sent was " + Script.sent(sent));
    }
    saga.expected(sent);
    return new SentCommand<>(this, saga, sent);
  }
}
