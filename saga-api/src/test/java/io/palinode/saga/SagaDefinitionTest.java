package io.palinode.saga;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

import io.palinode.saga.Trip.FreeSeat;
import io.palinode.saga.Trip.HoldSeat;
import io.palinode.saga.Trip.PrintTicket;
import io.palinode.saga.Trip.SeatHeld;
import io.palinode.saga.Trip.TakeFare;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SagaDefinitionTest {
  private static final Trip ADA = new Trip("Ada", null);

  private final SagaDefinition<Trip> booking = Trip.booking().version(3).build();

  @Test
  void shouldKeepTheStepsInTheOrderOfTheText() {
    assertThat(booking.steps())
        .extracting(Step::name, Step::participant, Step::kind)
        .containsExactly(
            tuple("hold-seat", "railway", StepKind.COMPENSATABLE),
            tuple("take-fare", "bank", StepKind.PIVOT),
            tuple("print-ticket", "printer", StepKind.RETRIABLE));
  }

  @Test
  void shouldKnowItsNameVersionAndData() {
    assertThat(booking.name()).isEqualTo("book-trip");
    assertThat(booking.version()).isEqualTo(3);
    assertThat(booking.dataType()).isEqualTo(Trip.class);
    assertThat(booking.ref().fingerprint()).matches("[0-9a-f]{12}");
    assertThat(booking).hasToString("book-trip v3 (" + booking.ref().fingerprint() + ")");
  }

  @Test
  void shouldCountVersionsFromOneWhereNoneIsSaid() {
    assertThat(Trip.booking().build().version()).isEqualTo(1);
  }

  @Test
  void shouldBuildTheCommandsFromTheData() {
    List<Object> commands =
        Stream.of("hold-seat", "take-fare", "print-ticket")
            .map(name -> step(booking, name))
            .<Object>map(step -> step.action().command().apply(Scope.of(ADA)))
            .toList();

    assertThat(commands)
        .containsExactly(new HoldSeat("Ada"), new TakeFare("Ada"), new PrintTicket("Ada"));
  }

  @Test
  void shouldFoldAReplyIntoTheDataThatTheCompensationReads() {
    Step<Trip> holdSeat = step(booking, "hold-seat");

    Trip seated =
        holdSeat.fold("seat-held").orElseThrow().apply(Scope.of(ADA), new SeatHeld("12A"));

    assertThat(seated).isEqualTo(new Trip("Ada", "12A"));
    assertThat(holdSeat.compensation().command().apply(Scope.of(seated)))
        .isEqualTo(new FreeSeat("12A"));
  }

  @Test
  void shouldIgnoreAReplyThatNoStepAsksFor() {
    assertThat(booking.step("hold-seat").fold("seat-blessed")).isEmpty();
    assertThat(booking.step("take-fare").fold("seat-held")).isEmpty();
  }

  @Test
  void shouldWaitAndRetryByDefault() {
    Step<Trip> holdSeat = step(booking, "hold-seat");

    assertThat(holdSeat.action().timeout()).isEqualTo(Duration.ofSeconds(30));
    assertThat(holdSeat.action().retry()).isEqualTo(RetryPolicy.DEFAULT);
    assertThat(holdSeat.compensation().timeout()).isEqualTo(Duration.ofSeconds(30));
    assertThat(holdSeat.compensation().retry()).isEqualTo(RetryPolicy.PATIENT);
  }

  @Test
  void shouldWaitAndRetryAsTheStepSays() {
    RetryPolicy once = RetryPolicy.never();
    RetryPolicy ever = RetryPolicy.forever();
    SagaDefinition<Trip> patient =
        Saga.named("book-trip", Trip.class)
            .step("hold-seat")
            .at("railway")
            .command(trip -> new HoldSeat(trip.traveller()))
            .compensation(trip -> new FreeSeat(trip.seat()))
            .timeout(Duration.ofSeconds(5))
            .retry(once)
            .compensationRetry(ever)
            .build();
    Step<Trip> holdSeat = step(patient, "hold-seat");

    assertThat(holdSeat.action().timeout()).isEqualTo(Duration.ofSeconds(5));
    assertThat(holdSeat.action().retry()).isEqualTo(once);
    assertThat(holdSeat.compensation().timeout()).isEqualTo(Duration.ofSeconds(5));
    assertThat(holdSeat.compensation().retry()).isEqualTo(ever);
  }

  private static Step<Trip> step(SagaDefinition<Trip> saga, String name) {
    for (Node<Trip> part : saga.root().inside()) {
      if (part instanceof Step<Trip> step && step.name().equals(name)) {
        return step;
      }
    }
    throw new AssertionError(saga + " has no step " + name);
  }

  @Test
  void shouldSayThatItHasNoSuchStep() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> booking.step("wash-train"))
        .withMessage("Saga 'book-trip' has no step 'wash-train'.");
  }
}
