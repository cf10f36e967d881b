package io.palinode.saga;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;

/** What a local step may say, and what not. */
class LocalStepRulesTest {
  private final SagaBuilder<Trip> saga = Saga.named("book-trip", Trip.class);

  @Test
  void shouldBeAtNoParticipant() {
    SagaDefinition<Trip> definition =
        saga.step("price")
            .locally(Trip::traveller)
            .compensateLocally(trip -> {})
            .step("tell")
            .locally(trip -> null)
            .retriable()
            .build();

    assertThat(definition.steps()).extracting(Step::isLocal).containsExactly(true, true);
    assertThat(definition.step("price").kind()).isEqualTo(StepKind.COMPENSATABLE);
    assertThat(definition.step("price").compensation()).isNotNull();
  }

  @Test
  void shouldNotHaveACommandToo() {
    saga.step("price")
        .locally(Trip::traveller)
        .compensation(Trip::traveller)
        .step("seat")
        .at("railway")
        .command(Trip::traveller)
        .compensateLocally(trip -> {})
        .step("fare")
        .locally(Trip::traveller)
        .command(Trip::traveller)
        .withoutCompensation();

    assertRefused(
        "Step 'price' is local and has a command: remove it; what undoes the step is"
            + " .compensateLocally(data -> ...).",
        "Step 'seat' is at a participant and undone locally: say .compensation(data -> ...), so that"
            + " the participant undoes it.",
        "Step 'fare' is local and has a command: remove it; what undoes the step is"
            + " .compensateLocally(data -> ...).");
  }

  @Test
  void shouldSayHowItIsUndone() {
    saga.step("price").locally(Trip::traveller);
    saga.step("fare").locally(Trip::traveller).compensateLocally(trip -> {}).withoutCompensation();

    assertRefused(
        "Step 'fare' has a compensation and says withoutCompensation(): remove one of the two.",
        "Step 'price' has no compensation: add .compensateLocally(data -> ...), or say"
            + " .withoutCompensation() if it leaves nothing to undo, or mark it .pivot() or"
            + " .retriable().");
  }

  @Test
  void shouldDifferFromAStepAtAParticipantInTheFingerprint() {
    SagaDefinition<Trip> local =
        saga.step("price").locally(Trip::traveller).withoutCompensation().build();
    SagaDefinition<Trip> remote =
        Saga.named("book-trip", Trip.class)
            .step("price")
            .at("here")
            .command(Trip::traveller)
            .withoutCompensation()
            .build();

    assertThat(local.ref().fingerprint()).isNotEqualTo(remote.ref().fingerprint());
    assertThat(local.step("price").describe().facts())
        .containsEntry(Outline.PARTICIPANT, "(the orchestrator)");
  }

  private void assertRefused(String... faults) {
    String lines = String.join(System.lineSeparator() + "  - ", faults);
    assertThatExceptionOfType(InvalidSagaDefinition.class)
        .isThrownBy(saga::build)
        .withMessage("Saga 'book-trip' cannot be built:%n  - %s", lines);
  }
}
