package io.palinode.saga;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;

/** A saga that is exclusive by a key, and the rules that it keeps. */
class ExclusionRulesTest {
  private final SagaBuilder<Trip> saga = Saga.named("book-trip", Trip.class);

  private SagaDefinition<Trip> built() {
    return saga.step("fly").at("airline").command(Trip::traveller).retriable().build();
  }

  @Test
  void shouldTakeTheLockOfTheDefinitionsNameUnlessAnotherIsNamed() {
    saga.exclusiveBy(Trip::traveller);

    assertThat(built().steps()).extracting(Step::name).containsExactly("lock:book-trip", "fly");
    assertThat(
            Saga.named("other", Trip.class)
                .exclusiveBy("traveller", Trip::traveller, WhenHeld.reject())
                .step("fly")
                .at("airline")
                .command(Trip::traveller)
                .retriable()
                .build()
                .steps())
        .extracting(Step::name, Step::participant)
        .contains(org.assertj.core.groups.Tuple.tuple("lock:traveller", "lock/traveller"));
  }

  @Test
  void shouldTellDefinitionsApartByWhatBecomesOfASagaWhoseKeyIsHeld() {
    assertThat(fingerprint(WhenHeld.queue()))
        .isEqualTo(fingerprint(WhenHeld.queueAtMost(100)))
        .isNotEqualTo(fingerprint(WhenHeld.queueAtMost(99)))
        .isNotEqualTo(fingerprint(WhenHeld.reject()));
  }

  private static String fingerprint(WhenHeld whenHeld) {
    return Saga.named("book-trip", Trip.class)
        .exclusiveBy(Trip::traveller, whenHeld)
        .step("fly")
        .at("airline")
        .command(Trip::traveller)
        .retriable()
        .build()
        .ref()
        .fingerprint();
  }

  @Test
  void shouldRefuseAnExclusiveSagaInsideAnother() {
    SagaDefinition<Trip> inner =
        saga.exclusiveBy("seat", Trip::traveller)
            .step("fly")
            .at("airline")
            .command(Trip::traveller)
            .retriable()
            .build();

    assertThatExceptionOfType(InvalidSagaDefinition.class)
        .isThrownBy(
            () ->
                Saga.named("outer", Trip.class)
                    .saga("inner", inner, trip -> trip)
                    .withoutResult()
                    .build())
        .withMessageContaining("It contains a saga that is exclusive by 'lock/seat'");
  }

  @Test
  void shouldTellWhatChangedOfALock() {
    Outline queueing = outline(WhenHeld.queue());

    assertThat(OutlineDiff.lines(queueing, outline(WhenHeld.reject())))
        .containsExactly("lock 'lock:book-trip': terms waits, at most 100 do -> refused");
  }

  private static Outline outline(WhenHeld whenHeld) {
    return Saga.named("book-trip", Trip.class)
        .exclusiveBy(Trip::traveller, whenHeld)
        .step("fly")
        .at("airline")
        .command(Trip::traveller)
        .retriable()
        .build()
        .outline();
  }

  @Test
  void shouldRefuseASecondLockABadNameAndAQueueWithoutEnd() {
    saga.exclusiveBy("Traveller", Trip::traveller, WhenHeld.queueAtMost(501))
        .exclusiveBy("seat", Trip::traveller, WhenHeld.queueAtMost(-1));

    assertThatExceptionOfType(InvalidSagaDefinition.class)
        .isThrownBy(this::built)
        .withMessageContaining(
            "A lock's name is 'Traveller'; write lower-case words joined by hyphens")
        .withMessageContaining("The lock 'Traveller' lets 501 sagas wait: expected 1 to 500")
        .withMessageContaining(
            "It is exclusive by two keys, 'lock/Traveller' and 'seat': a saga has at most one lock.")
        .withMessageContaining("The lock 'seat' lets -1 sagas wait");
  }
}
