package io.palinode.saga;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Waits for signals, and the rules that they keep. */
class SignalRulesTest {
  private final SagaBuilder<Trip> saga = Saga.named("book-trip", Trip.class);

  record Paid(int amount) {}

  private static Trip same(Trip trip, Paid paid) {
    return trip;
  }

  @Test
  void shouldAcceptAWaitBeforeThePivotAndOneThatCannotFailBehindIt() {
    SagaDefinition<Trip> definition =
        saga.signal("approved", Paid.class)
            .by(Trip::traveller)
            .within(Duration.ofDays(2))
            .onSignal(SignalRulesTest::same)
            .step("charge")
            .at("bank")
            .command(Trip::traveller)
            .pivot()
            .signal("settled", Paid.class)
            .by(Trip::traveller)
            .retriable()
            .onSignal(SignalRulesTest::same)
            .signal("printed", Paid.class)
            .by(Trip::traveller)
            .within(Duration.ofDays(2))
            .otherwiseGoOn()
            .retriable()
            .onSignal(SignalRulesTest::same)
            .build();

    assertThat(definition.steps())
        .extracting(Step::name)
        .containsExactly("approved", "charge", "settled", "printed");
    assertThat(definition.step("approved").action().timeout()).isLessThan(Duration.ofHours(1));
    assertThat(
            definition
                .step("approved")
                .action()
                .timeout()
                .multipliedBy(definition.step("approved").action().retry().maxAttempts()))
        .isBetween(Duration.ofDays(2), Duration.ofDays(2).plusSeconds(1));
  }

  @Test
  void shouldRefuseAWaitThatMayFailWhereNothingMay() {
    saga.step("charge")
        .at("bank")
        .command(Trip::traveller)
        .pivot()
        .signal("settled", Paid.class)
        .by(Trip::traveller)
        .onSignal(SignalRulesTest::same)
        .signal("printed", Paid.class)
        .by(Trip::traveller)
        .within(Duration.ofDays(2))
        .retriable()
        .onSignal(SignalRulesTest::same);

    assertThatExceptionOfType(InvalidSagaDefinition.class)
        .isThrownBy(saga::build)
        .withMessageContaining("Signal 'settled' may fail, but follows the pivot step 'charge'")
        .withMessageContaining("Signal 'printed' is retriable and fails after PT48H");
  }

  @Test
  void shouldRefuseAWaitThatIsNotWhole() {
    saga.signal("Paid", Paid.class).by(Trip::traveller).otherwiseGoOn();
    saga.signal("long", Paid.class)
        .by(Trip::traveller)
        .within(Duration.ofDays(366))
        .onSignal(SignalRulesTest::same);

    assertThatExceptionOfType(InvalidSagaDefinition.class)
        .isThrownBy(saga::build)
        .withMessageContaining("A signal's name is 'Paid'")
        .withMessageContaining("Signal 'Paid' does not say what the signal changes")
        .withMessageContaining("Signal 'Paid' goes on, but does not say when")
        .withMessageContaining(
            "Signal 'long' waits for PT8784H: give a duration from 1 ms to 365 days");
  }
}
