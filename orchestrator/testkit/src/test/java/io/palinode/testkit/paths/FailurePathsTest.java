package io.palinode.testkit.paths;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.palinode.message.SagaStatus;
import io.palinode.saga.Saga;
import io.palinode.saga.SagaBuilder;
import io.palinode.saga.SagaDefinition;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FailurePathsTest {

  record Trip(String town, @Nullable String booking) {}

  record Booked(String number) {}

  record Book(String town) {}

  record Cancel(String number) {}

  @Test
  void shouldMeetEveryFaultAndEveryEnd() {
    PathReport paths = FailurePaths.of(trip(5)).explore();

    assertThat(paths.met().keySet())
        .isEqualTo(EnumSet.complementOf(EnumSet.of(Fault.DEADLINE, Fault.INDECISION)));
    assertThat(paths.ends())
        .containsOnlyKeys(SagaStatus.COMPLETED, SagaStatus.COMPENSATED, SagaStatus.PARKED);
    assertThat(paths.parked())
        .containsOnlyKeys(
            "'step-1': TIMEOUT",
            "'step-1': BUSY",
            "'step-2': TIMEOUT",
            "'step-2': BUSY",
            "'step-3': TIMEOUT",
            "'step-3': BUSY",
            "'step-4': TIMEOUT",
            "'step-4': BUSY",
            "'step-5': TIMEOUT",
            "'step-5': BUSY",
            "'step-5': NO");
    assertThat(paths.toString())
        .contains("Saga 'trip' keeps its rules on every path with up to 3 faults.");
  }

  @Test
  void shouldCompleteWhereNothingGoesWrong() {
    PathReport paths = FailurePaths.of(trip(3)).faults(0).explore();

    assertThat(paths.ends()).containsExactly(Map.entry(SagaStatus.COMPLETED, 1L));
    assertThat(paths.met()).isEmpty();
  }

  @Test
  void shouldBeginAtTheTimeThatIsGiven() {
    SagaDefinition<Trip> definition =
        Saga.named("trip", Trip.class)
            .until("opening", trip -> Instant.parse("2026-11-24T08:00:00Z"))
            .step("book")
            .at("hotel")
            .command(trip -> new Book(trip.town()))
            .withoutCompensation()
            .build();
    FailurePaths<Trip> paths = FailurePaths.of(definition).faults(0);

    assertThat(paths.startingAt(Instant.parse("2026-11-23T08:00:00Z")).explore().ends())
        .containsExactly(Map.entry(SagaStatus.COMPLETED, 1L));
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(paths::explore)
        .withMessageContaining("A function throws on this path")
        .withMessageContaining("'opening'");
  }

  @Test
  void shouldFindANoticeThatNeedsALostReply() {
    SagaDefinition<Trip> definition =
        Saga.named("trip", Trip.class)
            .onCompensated("trips.lost", (trip, why) -> new Cancel(trip.booking().trim()))
            .step("book")
            .at("hotel")
            .command(trip -> new Book(trip.town()))
            .onReply(Booked.class, (trip, booked) -> new Trip(trip.town(), booked.number()))
            .compensation(trip -> new Cancel(""))
            .build();

    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(FailurePaths.of(definition).startedWith(new Trip("Rome", null))::explore)
        .withMessageStartingWith(
            "The notice to trips.lost cannot be built on this path:"
                + " java.lang.NullPointerException");
  }

  @Test
  void shouldFindACompensationThatNeedsALostReply() {
    SagaBuilder<Trip> saga = Saga.named("trip", Trip.class);
    saga.step("book")
        .at("hotel")
        .command(trip -> new Book(trip.town()))
        .onReply(Booked.class, (trip, booked) -> new Trip(trip.town(), booked.number()))
        .compensation(trip -> new Cancel(trip.booking().trim()));
    SagaDefinition<Trip> definition = saga.build();

    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(FailurePaths.of(definition).startedWith(new Trip("Rome", null))::explore)
        .withMessageStartingWith(
            "A function of step 'book' throws on this path (compensation):"
                + " java.lang.NullPointerException")
        .withMessageContaining(
            """
            The shortest path to it:
              saga 'explored'
              it is started; sent is [explored/book/action, attempt 1]
              book/action, attempt 1: no reply in time
            """);
  }

  @Test
  void shouldFindAFunctionThatDependsOnMoreThanTheData() {
    AtomicInteger counter = new AtomicInteger();
    SagaBuilder<Trip> saga = Saga.named("trip", Trip.class);
    saga.step("book")
        .at("hotel")
        .command(trip -> new Book("town " + counter.incrementAndGet()))
        .withoutCompensation();

    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(FailurePaths.of(saga.build())::explore)
        .withMessageContaining("its function must depend on the saga's data alone");
  }

  @Test
  void shouldTakeTheRepliesThatTheTestGives() {
    SagaBuilder<Trip> saga = Saga.named("trip", Trip.class);
    saga.step("book")
        .at("hotel")
        .command(trip -> new Book(trip.town()))
        .onReply(Booked.class, (trip, booked) -> new Trip(trip.town(), booked.number()))
        .withoutCompensation();
    saga.step("confirm")
        .at("hotel")
        .command(trip -> new Cancel("b" + Integer.parseInt(trip.booking())))
        .retriable();
    FailurePaths<Trip> paths = FailurePaths.of(saga.build()).faults(1);

    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(paths::explore)
        .withMessageContaining("NumberFormatException");
    assertThat(paths.replying("book", new Booked("7")).explore().ends())
        .containsKey(SagaStatus.COMPLETED);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> paths.replying("look", new Booked("7")))
        .withMessageContaining("look");
  }

  @Test
  void shouldSayWhatItCannotMakeASampleOf() {
    SagaBuilder<Thread> saga = Saga.named("odd", Thread.class);
    saga.step("one").at("one").command(odd -> new Book("x")).withoutCompensation();

    assertThatIllegalArgumentException()
        .isThrownBy(FailurePaths.of(saga.build())::explore)
        .withMessageContaining("No sample of java.lang.Thread can be made")
        .withMessageContaining("startedWith");
  }

  /** So many steps, the last but one the pivot, the last one retriable. */
  private static SagaDefinition<Trip> trip(int steps) {
    SagaBuilder<Trip> saga = Saga.named("trip", Trip.class);
    for (int i = 1; i <= steps - 2; i++) {
      String number = Integer.toString(i);
      saga.step("step-" + i)
          .at("hotel-" + i)
          .command(trip -> new Book(trip.town()))
          .onReply(Booked.class, (trip, booked) -> new Trip(trip.town(), booked.number()))
          .compensation(trip -> new Cancel(number));
    }
    saga.step("step-" + (steps - 1)).at("bank").command(trip -> new Book(trip.town())).pivot();
    saga.step("step-" + steps).at("mail").command(trip -> new Book(trip.town())).retriable();
    return saga.build();
  }
}
