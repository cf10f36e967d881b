package io.palinode.chaos.saga;

import io.palinode.chaos.saga.Errand.Done;
import io.palinode.chaos.saga.Errand.Word;
import io.palinode.message.LockWish;
import io.palinode.saga.RetryPolicy;
import io.palinode.saga.Saga;
import io.palinode.saga.SagaBuilder;
import io.palinode.saga.SagaDefinition;
import io.palinode.saga.Step;
import io.palinode.saga.StepBuilder;
import io.palinode.saga.WhenHeld;
import java.time.Duration;
import java.util.List;

/**
 * The definitions of a chaos run: short and long, with and without a pivot, patient and hasty, such
 * as take turns, and such as wait for a signal.
 *
 * <ul>
 *   <li>A patient step waits longer for its answer than any fault lasts, so its script alone
 *       decides how it ends.
 *   <li>A hasty step, which can be undone, gives up soon: faults may turn its saga round.
 * </ul>
 */
public final class Errands {
  /** Every participant; each has one process at a time. */
  public static final List<String> PARTICIPANTS = List.of("bank", "courier", "warehouse");

  /** How long a participant takes for a command that finds it {@link Mood#SLOW}. */
  public static final Duration SLOWNESS = Duration.ofMillis(1_600);

  /** The reason of a "try again" that is never taken back. */
  public static final String UNABLE = "UNABLE";

  /** The lock of those that take turns. */
  public static final String DESK = "desk";

  /** The signal that some wait for. */
  public static final String WORD = "word";

  /** How long the hasty wait, for an answer or a signal. */
  public static final Duration HASTE = Duration.ofMillis(700);

  private static final String KNOCK = "knock";
  private static final String BANK = "bank";
  private static final String COURIER = "courier";
  private static final String WAREHOUSE = "warehouse";

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int HASTY_ATTEMPTS = 2;
  private static final int PATIENT_ATTEMPTS = 6;

  /** A hasty step's compensation is as hasty, and must outlast every fault all the same. */
  private static final int UNTIRING = 300;

  private static final List<SagaDefinition<Errand>> ALL =
      List.of(single(), order(), journey(), rush(), promise(), turn(), rival(), letter(), knock());

  private Errands() {}

  public static List<SagaDefinition<Errand>> all() {
    return ALL;
  }

  /**
   * The definition of this name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static SagaDefinition<Errand> named(String name) {
    return ALL.stream()
        .filter(definition -> definition.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("There is no saga '" + name + "'."));
  }

  /** True if a fault may keep this step from succeeding, whatever its script. */
  public static boolean hasty(Step<?> step) {
    return step.action().timeout().compareTo(PATIENCE) < 0;
  }

  /** True if the saga takes turns with others; so it must not park, and keep them waiting. */
  public static boolean takesTurns(SagaDefinition<Errand> saga) {
    return saga.steps().stream().anyMatch(Errands::isLock);
  }

  /** True if the saga waits for a signal. */
  public static boolean listens(SagaDefinition<Errand> saga) {
    return saga.steps().stream().anyMatch(step -> !isErrand(step) && !isLock(step));
  }

  /** True if the saga waits for a signal no longer than {@link #HASTE}. */
  public static boolean listensInHaste(SagaDefinition<Errand> saga) {
    return saga.name().equals(KNOCK);
  }

  /** True if a participant carries the step out, so that it has an effect. */
  public static boolean isErrand(Step<?> step) {
    return step.keyedBy() == null;
  }

  /** True if the step is refused where another saga has the lock. */
  static boolean givesWay(Step<?> step) {
    var key = step.keyedBy();
    return key != null && key.wish() instanceof LockWish wish && wish.mostWaiting() == 0;
  }

  private static boolean isLock(Step<?> step) {
    var key = step.keyedBy();
    return key != null && key.isLock();
  }

  private static SagaDefinition<Errand> single() {
    var saga = Saga.named("single", Errand.class);
    undoable(saga, "reserve", WAREHOUSE);
    return saga.build();
  }

  private static SagaDefinition<Errand> order() {
    var saga = Saga.named("order", Errand.class);
    undoable(saga, "reserve", WAREHOUSE);
    undoable(saga, "hold", BANK);
    patient(saga, "charge", BANK).pivot();
    patient(saga, "ship", COURIER).retriable();
    patient(saga, "notify", WAREHOUSE).retriable();
    return saga.build();
  }

  /** Nothing but steps that can be undone, one of which leaves nothing. */
  private static SagaDefinition<Errand> journey() {
    var saga = Saga.named("journey", Errand.class);
    undoable(saga, "outward", COURIER);
    undoable(saga, "stay", WAREHOUSE);
    patient(saga, "quote", BANK).withoutCompensation();
    undoable(saga, "meal", WAREHOUSE);
    undoable(saga, "trip", BANK);
    undoable(saga, "back", COURIER);
    return saga.build();
  }

  private static SagaDefinition<Errand> rush() {
    var saga = Saga.named("rush", Errand.class);
    hasty(saga, "pick", WAREHOUSE);
    hasty(saga, "pack", COURIER);
    hasty(saga, "insure", BANK);
    patient(saga, "pay", BANK).pivot();
    patient(saga, "drive", COURIER).retriable();
    return saga.build();
  }

  /** Decided when it begins. */
  private static SagaDefinition<Errand> promise() {
    var saga = Saga.named("promise", Errand.class);
    patient(saga, "record", BANK).retriable();
    patient(saga, "deliver", COURIER).retriable();
    return saga.build();
  }

  /** Waits until it is its turn. */
  private static SagaDefinition<Errand> turn() {
    var saga = Saga.named("turn", Errand.class);
    saga.exclusiveBy(DESK, Errand::key, WhenHeld.queueAtMost(WhenHeld.LONGEST_QUEUE));
    undoable(saga, "sit", BANK);
    hasty(saga, "draw", COURIER);
    patient(saga, "sign", BANK).pivot();
    patient(saga, "file", WAREHOUSE).retriable();
    return saga.build();
  }

  /** Gives up at once where it is not its turn. */
  private static SagaDefinition<Errand> rival() {
    var saga = Saga.named("rival", Errand.class);
    saga.exclusiveBy(DESK, Errand::key, WhenHeld.reject());
    undoable(saga, "stand", WAREHOUSE);
    undoable(saga, "peek", BANK);
    return saga.build();
  }

  /** Waits for a signal as long as it takes. */
  private static SagaDefinition<Errand> letter() {
    var saga = Saga.named("letter", Errand.class);
    undoable(saga, "post", COURIER);
    saga.signal(WORD, Word.class).by(Errand::key).onSignal(Errand::with);
    patient(saga, "answer", BANK).pivot();
    patient(saga, "archive", WAREHOUSE).retriable();
    return saga.build();
  }

  /** Waits for a signal, and turns round when it does not come soon. */
  private static SagaDefinition<Errand> knock() {
    var saga = Saga.named(KNOCK, Errand.class);
    undoable(saga, "ring", COURIER);
    saga.signal(WORD, Word.class).by(Errand::key).within(HASTE).onSignal(Errand::with);
    undoable(saga, "enter", WAREHOUSE);
    undoable(saga, "greet", BANK);
    return saga.build();
  }

  private static void undoable(SagaBuilder<Errand> saga, String name, String participant) {
    withUndo(patient(saga, name, participant), name, PATIENT_ATTEMPTS);
  }

  private static void hasty(SagaBuilder<Errand> saga, String name, String participant) {
    withUndo(step(saga, name, participant, HASTE, HASTY_ATTEMPTS), name, UNTIRING);
  }

  private static void withUndo(StepBuilder<Errand> step, String name, int attempts) {
    step.compensation(errand -> errand.undo(name)).compensationRetry(retry(attempts));
  }

  private static StepBuilder<Errand> patient(
      SagaBuilder<Errand> saga, String name, String participant) {
    return step(saga, name, participant, PATIENCE, PATIENT_ATTEMPTS);
  }

  private static StepBuilder<Errand> step(
      SagaBuilder<Errand> saga, String name, String participant, Duration timeout, int attempts) {
    return saga.step(name)
        .at(participant)
        .command(errand -> errand.action(name))
        .onReply(Done.class, Errand::with)
        .timeout(timeout)
        .retry(retry(attempts).notOn(UNABLE));
  }

  private static RetryPolicy retry(int attempts) {
    return RetryPolicy.attempts(attempts)
        .backoff(Duration.ofMillis(100), 2, Duration.ofMillis(800))
        .jitter(0.2);
  }
}
