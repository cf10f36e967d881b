package io.palinode.testkit;

import io.palinode.core.Effect.GiveNotice;
import io.palinode.message.Direction;
import io.palinode.message.KeyAddress;
import io.palinode.message.KeyUse;
import io.palinode.message.Payload;
import io.palinode.message.Reason;
import io.palinode.message.SagaControl;
import io.palinode.message.SagaStatus;
import io.palinode.saga.SagaDefinition;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

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

  private final VirtualSaga saga;
  private final ExpectedSends sends;

  TestedSaga(VirtualSaga saga) {
    this.saga = saga;
    this.sends = new ExpectedSends(saga);
  }

  /**
   * Expects the command that carries a step out, or its next attempt, and waits for it if it waits
   * for its time.
   *
   * @param command as the definition builds it; compared as JSON
   */
  public SentCommand<D> expectCommand(String participant, Object command) {
    return new SentCommand<>(this, saga, sends.next(Direction.ACTION, participant, command));
  }

  /**
   * Expects the command that undoes a step, or its next attempt, and waits for it if it waits for
   * its time.
   *
   * @param command as the definition builds it; compared as JSON
   */
  public SentCommand<D> expectCompensation(String participant, Object command) {
    return new SentCommand<>(this, saga, sends.next(Direction.COMPENSATION, participant, command));
  }

  /**
   * Expects that the saga asks for the lock by which it is exclusive.
   *
   * @param lock its name; that of the definition where it names none
   */
  public AskedLock<D> expectLock(String lock, String key) {
    return new AskedLock<>(this, sends.next(new KeyAddress(KeyUse.LOCK, lock, key)));
  }

  /**
   * Expects that the saga begins to wait for a signal.
   *
   * @param name of the wait in the definition
   */
  public AwaitedSignal<D> expectWait(String name, String key) {
    return new AwaitedSignal<>(this, sends.next(new KeyAddress(KeyUse.SIGNAL, name, key)));
  }

  /** Expects that no command is sent but those that were expected already. */
  public TestedSaga<D> expectNothingSent() {
    sends.nothing();
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

  /**
   * Expects that the saga waits for this decision, and waits for that if it waits for its time.
   *
   * @param decision its name; in a for-each with the number of the item, {@code approve[2]}
   */
  public TestedSaga<D> expectDecision(String decision) {
    return stands(standing -> standing.awaitsDecision(decision));
  }

  /** Expects the alarm that the saga's deadline has passed, and could not turn it round. */
  public TestedSaga<D> expectDeadlineMissed() {
    return stands(ExpectedStanding::hasMissedItsDeadline);
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

  /**
   * Moves the saga to another version of its definition, as the command {@code migrate} does. It
   * goes on under that one; what was sent may still be answered, also by a {@link SentCommand} from
   * before.
   *
   * @return the same saga, with its data as those of the other version
   * @throws AssertionError if it cannot move, with what is in the way
   */
  public <N> TestedSaga<N> migrateTo(SagaDefinition<N> version) {
    List<String> obstacles = saga.obstacles(version);
    if (!obstacles.isEmpty()) {
      throw saga.mismatch(
          "Expected that the saga can move to version " + version.version(),
          "but it stays: " + told(obstacles));
    }
    saga.migrate(version);
    return new TestedSaga<>(saga);
  }

  /**
   * Expects that the saga cannot move to another version of its definition. It stays as it is.
   *
   * @param why as the command {@code migrate} says it, or a part of that
   */
  public TestedSaga<D> expectCannotMigrateTo(SagaDefinition<?> version, String why) {
    List<String> obstacles = saga.obstacles(version);
    if (obstacles.stream().noneMatch(obstacle -> obstacle.contains(why))) {
      throw saga.mismatch(
          "Expected that the saga cannot move to version %d:%n    %s"
              .formatted(version.version(), why),
          obstacles.isEmpty() ? "but it can" : "but it stays: " + told(obstacles));
    }
    return this;
  }

  private static String told(List<String> obstacles) {
    return String.join("; ", obstacles);
  }

  /** Expects that the saga has this id, which was made when it was started. */
  public TestedSaga<D> expectId(String sagaId) {
    return stands(standing -> standing.hasId(sagaId));
  }

  /** Expects that the saga stands still because somebody wanted it to. */
  public TestedSaga<D> expectPaused() {
    return stands(standing -> standing.is(SagaStatus.PAUSED));
  }

  /** Expects that every step is done. */
  public TestedSaga<D> expectCompleted() {
    return stands(standing -> standing.is(SagaStatus.COMPLETED));
  }

  /** Expects that every step is done, and these data in the end; compared as JSON. */
  public TestedSaga<D> expectCompleted(D data) {
    return expectCompleted().expectData(data);
  }

  /** Expects that a step failed, and that all that was done before is undone. */
  public TestedSaga<D> expectCompensated() {
    return stands(standing -> standing.is(SagaStatus.COMPENSATED));
  }

  /**
   * Expects that all that was done is undone, and why the saga turned round.
   *
   * @param code of the reason: that of a rejection, or such as {@code TIMEOUT}, {@code CANCELLED},
   *     {@code SAGA_DEADLINE}
   */
  public TestedSaga<D> expectCompensated(String code) {
    return stands(standing -> standing.isCompensated(code));
  }

  /** Expects these data now; compared as JSON. */
  public TestedSaga<D> expectData(D data) {
    return stands(standing -> standing.hasData(saga.encode(data)));
  }

  /**
   * Expects that the saga waits for a person.
   *
   * @param step that can neither go on nor be undone
   * @param code of the reason, such as {@code TIMEOUT} or the code of a rejection
   */
  public TestedSaga<D> expectParked(String step, String code) {
    return stands(standing -> standing.isParkedBy(step, code));
  }

  /**
   * Expects that the saga waits for a person because of something that lies in no single step: a
   * choice that cannot be made, a list that is too long.
   *
   * @param code of the reason, such as {@code CHOICE_NOT_MADE}
   */
  public TestedSaga<D> expectParked(String code) {
    return stands(standing -> standing.isParked(code));
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

  private TestedSaga<D> stands(Consumer<ExpectedStanding> expected) {
    expected.accept(new ExpectedStanding(saga));
    return this;
  }
}
