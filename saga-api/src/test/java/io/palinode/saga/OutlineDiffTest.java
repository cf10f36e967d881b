package io.palinode.saga;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What is different between two versions is told by part, and nothing else is told. */
class OutlineDiffTest {

  @Test
  void shouldTellNothingOfEqualSagas() {
    assertThat(diff(steps("a@railway"), steps("a@railway"))).isEmpty();
  }

  @Test
  void shouldTellTheFactsOfAPartTogether() {
    assertThat(
            diff(
                steps("a@railway", "b@railway"),
                saga(
                    all -> {
                      all.step("a")
                          .at("ferry")
                          .command(trip -> trip)
                          .compensation(trip -> trip)
                          .timeout(Duration.ofSeconds(10))
                          .retry(RetryPolicy.attempts(5).notOn("GONE"));
                      all.step("b").at("railway").command(trip -> trip).pivot();
                      return all;
                    })))
        .containsExactly(
            "step 'a': participant railway -> ferry; timeout 30s -> 10s;"
                + " retry 3 attempts, 0.2s x2.0 up to 30s, jitter 0.2"
                + " -> 5 attempts, 0.2s x2.0 up to 30s, jitter 0.2, not on GONE;"
                + " compensation none -> 10 attempts, 0.5s x2.0 up to 1m, jitter 0.2",
            "step 'b': mark none -> pivot");
  }

  @Test
  void shouldTellWhatIsNewAndWhatIsGoneByItsPlace() {
    assertThat(
            diff(
                steps("a@railway", "b@railway", "c@railway"),
                steps("z@railway", "a@railway", "c@railway", "d@railway")))
        .containsExactly(
            "step 'z' is new first",
            "step 'd' is new after 'c'",
            "step 'b' is gone; it stood after 'a'");
  }

  @Test
  void shouldTellOnlyWhatHasMovedAndNotWhatItPassed() {
    assertThat(
            diff(
                steps("a@railway", "b@railway", "c@railway", "d@railway"),
                steps("b@railway", "c@railway", "a@railway", "d@railway")))
        .containsExactly("step 'a' has moved: it stood first, and stands after 'c'");
  }

  @Test
  void shouldTellMovesBetweenPartsByAllThatIsAround() {
    SagaDefinition<?> before =
        saga(
            all ->
                step(all, "a")
                    .choice("way")
                    .when("far", trip -> true, leg("b"))
                    .otherwise(leg("c")));
    SagaDefinition<?> after =
        saga(
            all ->
                all.parallel("both")
                    .branch(leg("x"))
                    .branch(
                        leg("a")
                            .andThen(
                                way ->
                                    way.choice("way")
                                        .when("near", trip -> true, leg("b"))
                                        .otherwise(leg("c"))))
                    .join());

    assertThat(diff(before, after))
        .containsExactly(
            "parallel 'both' is new first",
            "step 'a' has moved: it stood first, and stands first in branch '2' of parallel 'both'",
            "choice 'way' has moved: it stood after 'a', and stands after 'a' in branch '2' of"
                + " parallel 'both'",
            "branch 'near' is new first in choice 'way' of branch '2' of parallel 'both'",
            "step 'b' has moved: it stood first in branch 'far' of choice 'way', and stands first"
                + " in branch 'near' of choice 'way' of branch '2' of parallel 'both'",
            "branch 'far' is gone; it stood first in choice 'way'");
  }

  @Test
  void shouldTellThatAPartIsAnotherKindOfThing() {
    SagaDefinition<?> after =
        saga(
            all ->
                all.forEach("a", String.class, trip -> List.of(trip.seat()))
                    .atMost(3)
                    .run(
                        seat ->
                            seat.step("b")
                                .at("railway")
                                .command(each -> each.item())
                                .withoutCompensation()));

    assertThat(diff(steps("a@railway"), after)).containsExactly("'a' was a step and is a for-each");
  }

  @Test
  void shouldTellStepsUnderAConditionFromTheirChoices() {
    SagaDefinition<?> before = saga(all -> conditional(all, Duration.ofSeconds(30)));
    SagaDefinition<?> after = saga(all -> conditional(all, Duration.ofSeconds(10)));

    assertThat(diff(before, after)).containsExactly("step 'a': timeout 30s -> 10s");
  }

  private static SagaBuilder<Trip> conditional(SagaBuilder<Trip> saga, Duration timeout) {
    saga.step("a")
        .at("railway")
        .command(trip -> trip)
        .withoutCompensation()
        .timeout(timeout)
        .onlyIf(trip -> true);
    return saga;
  }

  @Test
  void shouldTellOfAKindOfPartThatSaysNoMoreThanItsText() {
    List<Node<Trip>> inside = List.of(step(Saga.named("a", Trip.class), "x").build().root());
    Outline before = Outline.read("wait(rest,PT5S,%s)".formatted(inside.get(0).outline()), inside);
    Outline after = Outline.read("wait(rest,PT6S)", List.of());

    assertThat(before.facts()).isEqualTo(Map.of("as", "PT5S"));
    assertThat(before.inside()).extracting(Outline::title).containsExactly("step 'x'");
    assertThat(OutlineDiff.lines(around(before), around(after)))
        .containsExactly(
            "wait 'rest': as PT5S -> PT6S", "step 'x' is gone; it stood first in wait 'rest'");
  }

  private static Outline around(Outline part) {
    return new Outline(Outline.SAGA, "book-trip", Map.of(), List.of(part));
  }

  private static List<String> diff(SagaDefinition<?> before, SagaDefinition<?> after) {
    return OutlineDiff.lines(before.outline(), after.outline());
  }

  private static SagaDefinition<?> steps(String... addresses) {
    return saga(
        all -> {
          for (String address : addresses) {
            String[] parts = address.split("@", 2);
            all.step(parts[0]).at(parts[1]).command(trip -> trip).withoutCompensation();
          }
          return all;
        });
  }

  private static SagaBuilder<Trip> step(SagaBuilder<Trip> saga, String name) {
    saga.step(name).at("railway").command(trip -> trip).withoutCompensation();
    return saga;
  }

  private static Consumer<Branch<Trip, Trip>> leg(String step) {
    return branch -> branch.step(step).at("railway").command(trip -> trip).withoutCompensation();
  }

  private static SagaDefinition<?> saga(UnaryOperator<SagaBuilder<Trip>> parts) {
    SagaBuilder<Trip> saga = Saga.named("book-trip", Trip.class);
    return parts.apply(saga).build();
  }
}
