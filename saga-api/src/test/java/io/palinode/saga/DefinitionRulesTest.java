package io.palinode.saga;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.palinode.saga.Trip.SeatHeld;
import java.time.Duration;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every rule of a definition is broken once, and the whole error is read. */
class DefinitionRulesTest {
  private final SagaBuilder<Trip> saga = Saga.named("book-trip", Trip.class);

  @Test
  void shouldRefuseASagaWithoutSteps() {
    assertRefused(saga, "It has no step; add .step(name).at(participant).command(...).");
  }

  @Test
  void shouldRefuseAVersionBelowOne() {
    step("hold-seat").withoutCompensation();

    assertRefused(saga.version(0), "The version is 0; versions count from 1.");
  }

  @Test
  void shouldRefuseMoreStepsThanTheLimit() {
    IntStream.rangeClosed(1, 201).forEach(n -> step("leg-" + n).withoutCompensation());

    assertRefused(saga, "It has 201 steps; the limit is 200. Let a for-each run what repeats.");
  }

  @Test
  void shouldRefuseWhatIsSaidTwiceOfAStep() {
    step("hold-seat")
        .compensation(Trip::traveller)
        .command(Trip::traveller)
        .compensation(Trip::traveller)
        .onlyIf(trip -> true)
        .onlyIf(trip -> false);

    String mend = " twice: keep one, or begin another .step(name) before.";
    assertRefused(
        saga,
        "Step 'hold-seat' says command()" + mend,
        "Step 'hold-seat' says compensation()" + mend,
        "Step 'hold-seat' says onlyIf()" + mend);
  }

  @Test
  void shouldRefuseAStepThatIsNowhere() {
    step("hold-seat").withoutCompensation();
    saga.step("serve-meal");

    assertRefused(
        saga,
        "Step 'serve-meal' is at no participant: add .at(participant), or .locally(data -> ...).");
  }

  @Test
  void shouldNameTheStepWhoseConstantsAreNotSetYet() {
    step("hold-seat").withoutCompensation().timeout(null).retry(null);

    String unset = "; a constant that stands below the definition is not set yet.";
    assertRefused(
        saga,
        "Step 'hold-seat' has the timeout null: give a duration from 1 ms to 365 days" + unset,
        "Step 'hold-seat' has the retry null: give a RetryPolicy" + unset);
    assertThatNullPointerException()
        .isThrownBy(() -> saga.delay("pause", (Duration) null))
        .withMessage("Wait 'pause' has no duration" + unset);
    assertThatNullPointerException()
        .isThrownBy(() -> Saga.named("book-trip", null))
        .withMessage("Saga 'book-trip' has no class of data.");
  }

  @Test
  void shouldRefuseNamesThatAreNull() {
    SagaBuilder<Trip> nameless = Saga.named(null, Trip.class);
    nameless.step(null).at(null).command(Trip::traveller).withoutCompensation();

    String form = form(null);
    assertRefused(
        null,
        nameless,
        "The saga's name " + form,
        "A step's name " + form,
        "Step 'null': its participant's name " + form);
  }

  @Test
  void shouldAcceptAsManyStepsAsTheLimit() {
    IntStream.rangeClosed(1, 200).forEach(n -> step("leg-" + n).withoutCompensation());

    assertThat(saga.build().steps()).hasSize(200);
  }

  static Stream<String> namesThatBreakTheForm() {
    return Stream.of(
        "",
        "HoldSeat",
        "hold_seat",
        "hold seat",
        "-hold",
        "hold-",
        "hold--seat",
        "9-seats",
        "a".repeat(65));
  }

  @ParameterizedTest
  @MethodSource("namesThatBreakTheForm")
  void shouldRefuseANameOfAnotherForm(String name) {
    SagaBuilder<Trip> badly = Saga.named(name, Trip.class);
    badly.step(name).at(name).command(Trip::traveller).withoutCompensation();

    String form = form(name);
    assertRefused(
        name,
        badly,
        "The saga's name " + form,
        "A step's name " + form,
        "Step '%s': its participant's name %s".formatted(name, form));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "hold-seat", "leg-2", "h2o", "a2-b3-c4"})
  void shouldAcceptWordsJoinedByHyphens(String name) {
    SagaBuilder<Trip> well = Saga.named(name, Trip.class);
    well.step(name).at(name).command(Trip::traveller).withoutCompensation();

    assertThatCode(well::build).doesNotThrowAnyException();
  }

  @Test
  void shouldRefuseTwoStepsOfOneName() {
    step("hold-seat").withoutCompensation();
    step("hold-seat").withoutCompensation();

    assertRefused(saga, "Step 'hold-seat' is named twice: give each step a name of its own.");
  }

  @Test
  void shouldRefuseAStepWithoutCommand() {
    saga.step("hold-seat").at("railway").withoutCompensation();

    assertRefused(saga, "Step 'hold-seat' has no command: add .command(data -> ...).");
  }

  @Test
  void shouldRefuseAStepThatForgetsItsCompensation() {
    step("hold-seat");

    assertRefused(
        saga,
        "Step 'hold-seat' has no compensation: add .compensation(data -> ...), or say"
            + " .withoutCompensation() if it leaves nothing to undo, or mark it .pivot() or"
            + " .retriable().");
  }

  @Test
  void shouldRefuseACompensationThatIsSaidToBeNeedless() {
    step("hold-seat").compensation(Trip::seat).withoutCompensation();

    assertRefused(
        saga,
        "Step 'hold-seat' has a compensation and says withoutCompensation(): remove one of the"
            + " two.");
  }

  @Test
  void shouldRefuseToRetryACompensationThatIsNotThere() {
    step("hold-seat").withoutCompensation().compensationRetry(RetryPolicy.forever());

    assertRefused(
        saga,
        "Step 'hold-seat' has a compensationRetry() but no compensation: add .compensation(data ->"
            + " ...).");
  }

  @Test
  void shouldRefuseAStepThatIsBothPivotAndRetriable() {
    step("take-fare").pivot().retriable();

    assertRefused(
        saga, "Step 'take-fare' is marked both pivot and retriable: keep one of the two marks.");
  }

  @Test
  void shouldRefuseToUndoAPivot() {
    step("take-fare").pivot().compensation(Trip::seat);

    assertRefused(
        saga,
        "Step 'take-fare' is a pivot step and has a compensation, which would never run: remove the"
            + " compensation or the mark.");
  }

  @Test
  void shouldRefuseToUndoARetriableStep() {
    step("print-ticket").retriable().compensation(Trip::seat);

    assertRefused(
        saga,
        "Step 'print-ticket' is a retriable step and has a compensation, which would never run:"
            + " remove the compensation or the mark.");
  }

  @Test
  void shouldRefuseACompensatableStepAfterThePivot() {
    step("take-fare").pivot();
    step("hold-seat").compensation(Trip::seat);

    assertRefused(
        saga,
        "Step 'hold-seat' may fail, but follows the pivot step 'take-fare', after which nothing is"
            + " undone: mark it .retriable(), or move it before 'take-fare'.");
  }

  @Test
  void shouldRefuseACompensatableStepAfterARetriableOne() {
    step("print-ticket").retriable();
    step("hold-seat").withoutCompensation();

    assertRefused(
        saga,
        "Step 'hold-seat' may fail, but follows the retriable step 'print-ticket', after which"
            + " nothing is undone: mark it .retriable(), or move it before 'print-ticket'.");
  }

  @Test
  void shouldRefuseASecondPivot() {
    step("take-fare").pivot();
    step("take-tip").pivot();

    assertRefused(
        saga,
        "Step 'take-tip' is a pivot, but follows the pivot step 'take-fare': a saga has at most one"
            + " pivot, before every retriable step; mark it .retriable(), or move it before"
            + " 'take-fare'.");
  }

  @Test
  void shouldRefuseAPivotAfterARetriableStep() {
    step("print-ticket").retriable();
    step("take-fare").pivot();

    assertRefused(
        saga,
        "Step 'take-fare' is a pivot, but follows the retriable step 'print-ticket': a saga has at"
            + " most one pivot, before every retriable step; mark it .retriable(), or move it"
            + " before 'print-ticket'.");
  }

  static Stream<Duration> timeoutsThatNoClockCanKeep() {
    return Stream.of(
        Duration.ZERO,
        Duration.ofSeconds(-1),
        Duration.ofNanos(999_999),
        Duration.ofDays(366),
        Duration.ofSeconds(Long.MAX_VALUE));
  }

  @ParameterizedTest
  @MethodSource("timeoutsThatNoClockCanKeep")
  void shouldRefuseATimeoutThatNoClockCanKeep(Duration timeout) {
    step("hold-seat").withoutCompensation().timeout(timeout);

    assertRefused(
        saga,
        "Step 'hold-seat' has the timeout %s: give a duration from 1 ms to 365 days."
            .formatted(timeout));
  }

  @Test
  void shouldRefuseToFoldOneReplyTwice() {
    step("hold-seat")
        .withoutCompensation()
        .onReply(SeatHeld.class, Trip::seated)
        .onReply(SeatHeld.class, (trip, held) -> trip);

    assertRefused(
        saga,
        "Step 'hold-seat' has two onReply() for the reply 'seat-held': keep one, or tell the"
            + " classes apart with @MessageName.");
  }

  @Test
  void shouldNameEveryFaultInOneError() {
    SagaBuilder<Trip> broken = Saga.named("Book Trip", Trip.class).version(-1);
    broken.step("Hold").at("Railway").timeout(Duration.ZERO);
    broken.step("take-fare").at("bank").command(Trip::traveller);
    broken.step("take-fare").at("bank").command(Trip::traveller).pivot();

    assertRefused(
        "Book Trip",
        broken,
        "Step 'Hold' has no command: add .command(data -> ...).",
        "Step 'Hold' has the timeout PT0S: give a duration from 1 ms to 365 days.",
        "The saga's name " + form("Book Trip"),
        "The version is -1; versions count from 1.",
        "A step's name " + form("Hold"),
        "Step 'Hold': its participant's name " + form("Railway"),
        "Step 'take-fare' is named twice: give each step a name of its own.",
        "Step 'take-fare' has no compensation: add .compensation(data -> ...), or say"
            + " .withoutCompensation() if it leaves nothing to undo, or mark it .pivot() or"
            + " .retriable().");
  }

  private StepBuilder<Trip> step(String name) {
    return saga.step(name).at("railway").command(Trip::traveller);
  }

  private static String form(String name) {
    return "is '%s'; write lower-case words joined by hyphens, at most 64 characters, such as 'reserve-stock'."
        .formatted(name);
  }

  private static void assertRefused(SagaBuilder<Trip> saga, String... faults) {
    assertRefused("book-trip", saga, faults);
  }

  private static void assertRefused(String name, SagaBuilder<Trip> saga, String... faults) {
    String lines = String.join(System.lineSeparator() + "  - ", faults);
    assertThatExceptionOfType(InvalidSagaDefinition.class)
        .isThrownBy(saga::build)
        .withMessage("Saga '%s' cannot be built:%n  - %s", name, lines);
  }
}
