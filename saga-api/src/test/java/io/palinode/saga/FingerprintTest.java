package io.palinode.saga;

import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.saga.Trip.SeatHeld;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** A live saga is pinned to a fingerprint: it must change when it matters, and only then. */
class FingerprintTest {
  private static final String UNCHANGED = fingerprint(step -> step);

  @Test
  void shouldBeTheSameEachTimeTheSameSagaIsBuilt() {
    assertThat(fingerprint(step -> step)).isEqualTo(UNCHANGED);
  }

  @Test
  void shouldStayWhatItWasInEarlierReleases() {
    assertThat(Trip.booking().build().ref().fingerprint())
        .as("changing it parks every live saga of every user")
        .isEqualTo("db054e4b3acd");
  }

  @Test
  void shouldNotChangeWithTheVersionWhichIsPinnedBesideIt() {
    assertThat(Trip.booking().version(7).build().ref().fingerprint())
        .isEqualTo(Trip.booking().build().ref().fingerprint());
  }

  @Test
  void shouldNotDependOnTheOrderOfReasonCodes() {
    assertThat(fingerprint(step -> step.retry(RetryPolicy.attempts(3).notOn("GONE", "CLOSED"))))
        .isEqualTo(
            fingerprint(step -> step.retry(RetryPolicy.attempts(3).notOn("CLOSED", "GONE"))));
  }

  @Test
  void shouldChangeWithEveryPolicyAndMark() {
    RetryPolicy retry = RetryPolicy.DEFAULT;
    Map<String, String> seen = new TreeMap<>();
    Map<String, UnaryOperator<StepBuilder<Trip>>> changes = new TreeMap<>();
    changes.put("nothing", step -> step);
    changes.put("timeout", step -> step.timeout(Duration.ofSeconds(31)));
    changes.put("attempts", step -> step.retry(RetryPolicy.attempts(4)));
    changes.put(
        "first delay",
        step -> step.retry(retry.backoff(Duration.ofMillis(201), 2, Duration.ofSeconds(30))));
    changes.put(
        "multiplier",
        step -> step.retry(retry.backoff(Duration.ofMillis(200), 3, Duration.ofSeconds(30))));
    changes.put(
        "cap",
        step -> step.retry(retry.backoff(Duration.ofMillis(200), 2, Duration.ofSeconds(31))));
    changes.put("jitter", step -> step.retry(retry.jitter(0.3)));
    changes.put("codes", step -> step.retry(retry.notOn("GONE")));
    changes.put("compensation", step -> step.compensation(Trip::seat));
    changes.put(
        "patience",
        step -> step.compensation(Trip::seat).compensationRetry(RetryPolicy.attempts(2)));
    changes.put("reply", step -> step.onReply(SeatHeld.class, Trip::seated));
    changes.put("pivot", StepBuilder::pivot);
    changes.put("retriable", StepBuilder::retriable);

    changes.forEach((what, change) -> seen.put(fingerprint(change), what));

    assertThat(seen.values()).containsExactlyInAnyOrderElementsOf(changes.keySet());
  }

  @Test
  void shouldChangeWithNamesParticipantsOrderAndNumberOfSteps() {
    assertThat(
            List.of(
                steps("hold-seat@railway"),
                steps("hold-bunk@railway"),
                steps("hold-seat@ferry"),
                steps("hold-seat@railway", "hold-bunk@railway"),
                steps("hold-bunk@railway", "hold-seat@railway")))
        .doesNotHaveDuplicates();
  }

  @Test
  void shouldChangeWithTheWayInWhichStepsAreComposed() {
    assertThat(
            List.of(
                steps("a@railway", "b@railway"),
                composed(saga -> saga.parallel("p").branch(leg("a")).branch(leg("b")).join()),
                composed(saga -> saga.parallel("q").branch(leg("a")).branch(leg("b")).join()),
                composed(saga -> saga.parallel("p").branch(leg("b")).branch(leg("a")).join()),
                composed(
                    saga -> saga.parallel("p").atOnce(1).branch(leg("a")).branch(leg("b")).join()),
                composed(
                    saga -> saga.choice("p").when("x", t -> true, leg("a")).otherwise(leg("b"))),
                composed(
                    saga -> saga.choice("p").when("y", t -> true, leg("a")).otherwise(leg("b"))),
                composed(saga -> saga.onlyIf("p", t -> true, leg("a").andThen(leg("b")))),
                composed(saga -> forEach(saga, 1, 1)),
                composed(saga -> forEach(saga, 2, 1)),
                composed(saga -> forEach(saga, 2, 2))))
        .doesNotHaveDuplicates();
  }

  @Test
  void shouldStayWhatItWasForComposedSagas() {
    assertThat(
            composed(
                saga ->
                    forEach(saga, 2, 2)
                        .parallel("r")
                        .branch(leg("c"))
                        .branch(leg("d"))
                        .join()
                        .choice("q")
                        .when("x", t -> true, leg("e"))
                        .otherwiseNothing()))
        .as("changing it parks every live saga of every user")
        .isEqualTo("6ca75d1e3458");
  }

  private static SagaBuilder<Trip> forEach(SagaBuilder<Trip> saga, int atMost, int atOnce) {
    return saga.forEach("p", String.class, trip -> List.of(trip.traveller()))
        .atMost(atMost)
        .atOnce(atOnce)
        .run(
            item -> {
              item.step("a").at("railway").command(i -> i.item()).withoutCompensation();
              item.step("b").at("railway").command(i -> i.item()).withoutCompensation();
            });
  }

  private static Consumer<Branch<Trip, Trip>> leg(String step) {
    return branch -> branch.step(step).at("railway").command(Trip::traveller).withoutCompensation();
  }

  private static String composed(UnaryOperator<SagaBuilder<Trip>> parts) {
    return parts.apply(Saga.named("book-trip", Trip.class)).build().ref().fingerprint();
  }

  private static String fingerprint(UnaryOperator<StepBuilder<Trip>> change) {
    SagaBuilder<Trip> saga = Saga.named("book-trip", Trip.class);
    StepBuilder<Trip> step = change.apply(saga.step("hold-seat").at("railway"));
    step.command(Trip::traveller);
    if (!step.isUndone()) {
      step.withoutCompensation();
    }
    return saga.build().ref().fingerprint();
  }

  private static String steps(String... addresses) {
    SagaBuilder<Trip> saga = Saga.named("book-trip", Trip.class);
    for (String address : addresses) {
      String[] parts = address.split("@", 2);
      saga.step(parts[0]).at(parts[1]).command(Trip::traveller).withoutCompensation();
    }
    return saga.build().ref().fingerprint();
  }
}
