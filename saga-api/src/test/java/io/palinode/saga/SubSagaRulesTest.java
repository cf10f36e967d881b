package io.palinode.saga;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What a definition inside of another one counts for, and every rule that it may break there. */
class SubSagaRulesTest {
  private static final SagaDefinition<String> RESERVE =
      child("reserve", saga -> leg(saga, "hold-seat").compensation(seat -> seat));
  private static final SagaDefinition<String> PAY =
      child("pay", saga -> leg(saga, "charge-card").pivot());
  private static final SagaDefinition<String> TELL =
      child("tell", saga -> leg(saga, "print-ticket").retriable());

  private final SagaBuilder<Trip> saga = Saga.named("book-trip", Trip.class);

  @Test
  void shouldAcceptTheSameDefinitionTwiceAndNameItsStepsByTheWay() {
    SagaDefinition<Trip> definition =
        saga.saga("there", RESERVE, Trip::traveller)
            .onEnd((trip, seat) -> new Trip(trip.traveller(), seat))
            .saga("back", RESERVE, Trip::traveller)
            .withoutResult()
            .step("hold-seat")
            .at("railway")
            .command(Trip::seat)
            .withoutCompensation()
            .saga("pay", PAY, Trip::traveller)
            .withoutResult()
            .saga("tell", TELL, Trip::traveller)
            .withoutResult()
            .build();

    assertThat(definition.stepsByPath().keySet())
        .containsExactly(
            "there.hold-seat",
            "back.hold-seat",
            "hold-seat",
            "pay.charge-card",
            "tell.print-ticket");
    assertThat(definition.step("back[3].hold-seat")).isSameAs(RESERVE.step("hold-seat"));
    assertThat(definition.step("hold-seat").participant()).isEqualTo("railway");
  }

  @Test
  void shouldRefuseASubSagaThatIsNotEnded() {
    saga.saga("pay", PAY, Trip::traveller);

    assertRefused(
        "Sub-saga 'pay' is not ended: add .onEnd((data, its) -> ...) or .withoutResult().");
  }

  @Test
  void shouldRefuseANameThatIsTaken() {
    saga.saga("pay", RESERVE, Trip::traveller)
        .withoutResult()
        .saga("pay", PAY, Trip::traveller)
        .withoutResult()
        .saga("Tell", TELL, Trip::traveller)
        .withoutResult();

    assertRefused(
        "Sub-saga 'pay' is named twice: give each sub-saga a name of its own.",
        "A sub-saga's name is 'Tell'; write lower-case words joined by hyphens, at most 64"
            + " characters, such as 'reserve-stock'.");
  }

  @Test
  void shouldNameTheSubSagaWhoseDefinitionIsNotSetYet() {
    saga.saga("pay", (SagaDefinition<String>) null, Trip::traveller).withoutResult();

    assertRefused(
        "Sub-saga 'pay' has no definition: give one; a constant that stands below the definition is"
            + " not set yet.");
  }

  @Test
  void shouldTakeAPivotInsideForAPivot() {
    saga.saga("pay", PAY, Trip::traveller)
        .withoutResult()
        .saga("again", PAY, Trip::traveller)
        .withoutResult();

    assertRefused(
        "Step 'again.charge-card' is a pivot, but follows the pivot step 'pay.charge-card': a saga"
            + " has at most one pivot, before every retriable step; mark it .retriable(), or move"
            + " it before 'pay.charge-card'.");
  }

  @Test
  void shouldRefuseWhatMayFailBehindWhatIsDecidedInside() {
    saga.saga("tell", TELL, Trip::traveller)
        .withoutResult()
        .saga("there", RESERVE, Trip::traveller)
        .withoutResult();

    assertRefused(
        "Step 'there.hold-seat' may fail, but follows the retriable step 'tell.print-ticket', after"
            + " which nothing is undone: mark it .retriable(), or move it before"
            + " 'tell.print-ticket'.");
  }

  @Test
  void shouldRefuseAPivotInsideThatIsRepeated() {
    saga.forEach("each", String.class, trip -> List.of())
        .atMost(2)
        .run(item -> item.saga("pay", PAY, Item::item).withoutResult());

    assertRefused(
        "Step 'pay.charge-card' is a pivot inside the for-each 'each', where what runs beside it"
            + " may fail or be repeated: move it before or behind 'each'.");
  }

  @Test
  void shouldCountTheStepsInside() {
    saga.forEach("each", String.class, trip -> List.of())
        .atMost(301)
        .run(item -> item.saga("there", RESERVE, Item::item).withoutResult());
    SagaDefinition<String> long100 =
        child(
            "long",
            inner -> {
              for (int i = 0; i < 101; i++) {
                leg(inner, "leg-" + i).withoutCompensation();
              }
            });
    saga.saga("one", long100, Trip::traveller).withoutResult();
    saga.saga("two", long100, Trip::traveller).withoutResult();

    assertRefused(
        "It has 203 steps; the limit is 200. Let a for-each run what repeats.",
        "It may run 503 steps, waits and decisions, each item of a for-each counted; the limit is"
            + " 300. For-each 'each' may run 301 of them: lower its .atMost(items).");
  }

  @Test
  void shouldNameAForEachInsideThatRunsTooMuch() {
    SagaDefinition<String> many =
        child(
            "many",
            inner ->
                inner
                    .forEach("each", String.class, name -> List.of(name))
                    .atMost(300)
                    .run(
                        item ->
                            item.step("leg")
                                .at("railway")
                                .command(Item::item)
                                .withoutCompensation()));
    saga.saga("one", many, Trip::traveller).withoutResult();
    saga.step("last").at("railway").command(Trip::traveller).withoutCompensation();

    assertRefused(
        "It may run 301 steps, waits and decisions, each item of a for-each counted; the limit is"
            + " 300. For-each 'one.each' may run 300 of them: lower its .atMost(items).");
  }

  @Test
  void shouldRefuseSubSagasTooDeepInsideEachOther() {
    SagaDefinition<String> deep = RESERVE;
    for (int i = 0; i < 5; i++) {
      SagaDefinition<String> inner = deep;
      deep =
          child("level-" + i, s -> s.saga("in", inner, UnaryOperator.identity()).withoutResult());
    }
    saga.saga("in", deep, Trip::traveller).withoutResult();

    assertRefused("It has sub-sagas inside each other, 6 deep; the limit is 5.");
  }

  @Test
  void shouldRefuseKeysThatAreTooLong() {
    String name = "a".repeat(50);
    SagaDefinition<String> child =
        child("level", s -> leg(s, "goto").withoutCompensation().onlyIf(d -> true));
    SagaDefinition<String> around =
        child("level", s -> s.saga(name, child, UnaryOperator.identity()).withoutResult());
    SagaDefinition<Trip> fits =
        Saga.named("fits", Trip.class)
            .saga(name + "b".repeat(14), around, Trip::traveller)
            .withoutResult()
            .build();
    assertThat(fits.steps()).hasSize(1);

    saga.forEach("each", String.class, trip -> List.of())
        .atMost(11)
        .run(item -> item.saga(name + "b".repeat(11), around, Item::item).withoutResult());
    String key = name + "b".repeat(11) + "[10]." + name + ".goto";

    assertRefused(
        "A part of it is called '%s', which has 121 characters; the limit is 120. Give shorter names"
                .formatted(key)
            + " to it and to what is around it.");
  }

  @Test
  void shouldHaveTheChildInTheFingerprint() {
    assertThat(fingerprint(RESERVE))
        .isEqualTo(fingerprint(child("reserve", s -> leg(s, "hold-seat").compensation(d -> d))))
        .isNotEqualTo(fingerprint(PAY))
        .isNotEqualTo(fingerprint(child("other", s -> leg(s, "hold-seat").compensation(d -> d))))
        .isNotEqualTo(
            fingerprint(child("reserve", s -> leg(s.version(2), "hold-seat").compensation(d -> d))))
        .isNotEqualTo(fingerprint(child("reserve", s -> leg(s, "hold").compensation(d -> d))));
  }

  private static String fingerprint(SagaDefinition<String> child) {
    return Saga.named("book-trip", Trip.class)
        .saga("part", child, Trip::traveller)
        .withoutResult()
        .build()
        .ref()
        .fingerprint();
  }

  private static SagaDefinition<String> child(String name, Consumer<SagaBuilder<String>> parts) {
    SagaBuilder<String> child = Saga.named(name, String.class);
    parts.accept(child);
    return child.build();
  }

  private static StepBuilder<String> leg(SagaBuilder<String> saga, String step) {
    return saga.step(step).at("office").command(seat -> seat);
  }

  private void assertRefused(String... faults) {
    String lines = String.join(System.lineSeparator() + "  - ", faults);
    assertThatExceptionOfType(InvalidSagaDefinition.class)
        .isThrownBy(saga::build)
        .withMessage("Saga 'book-trip' cannot be built:%n  - %s", lines);
  }
}
