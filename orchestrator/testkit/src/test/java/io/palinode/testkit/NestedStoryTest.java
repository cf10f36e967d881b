package io.palinode.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.palinode.message.SagaStatus;
import io.palinode.saga.Saga;
import io.palinode.saga.SagaBuilder;
import io.palinode.saga.SagaDefinition;
import io.palinode.testkit.paths.FailurePaths;
import io.palinode.testkit.paths.PathReport;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Stories of sagas inside of each other, and the walk through all their paths. */
class NestedStoryTest {

  record Feast(String host, List<String> dishes) {}

  record Dish(String name, String stove) {}

  record Heat(String name) {}

  record Heated(String stove) {}

  record Cool(String stove) {}

  record Send(String to) {}

  private static final SagaDefinition<Dish> COOK =
      Saga.named("cook", Dish.class)
          .step("heat-stove")
          .at("kitchen")
          .command(dish -> new Heat(dish.name()))
          .onReply(Heated.class, (dish, heated) -> new Dish(dish.name(), heated.stove()))
          .compensation(dish -> new Cool(dish.stove()))
          .build();

  private static final SagaDefinition<Feast> GIVE_FEAST =
      Saga.named("give-feast", Feast.class)
          .saga("soup", COOK, feast -> new Dish("soup", ""))
          .onEnd((feast, dish) -> new Feast(feast.host(), List.of(dish.stove())))
          .saga("roast", COOK, feast -> new Dish("roast", ""))
          .withoutResult()
          .step("invite")
          .at("post")
          .command(feast -> new Send(feast.host()))
          .withoutCompensation()
          .build();

  @Test
  void shouldTellWhatASubSagaDoesAndWhatItLeaves() {
    TestedSaga<Feast> feast =
        SagaTest.of(GIVE_FEAST)
            .started("feast-1", new Feast("Ann", List.of()))
            .expectCommand("kitchen", new Heat("soup"))
            .succeeds(new Heated("left"))
            .expectCommand("kitchen", new Heat("roast"))
            .succeeds(new Heated("right"))
            .expectCommand("post", new Send("Ann"))
            .succeeds()
            .expectCompleted(new Feast("Ann", List.of("left")));

    assertThat(feast.history())
        .contains("sub-saga 'soup' begins with {\"name\":\"soup\",\"stove\":\"\"}")
        .contains(
            "sub-saga 'soup' is done; the data are now {\"host\":\"Ann\",\"dishes\":[\"left\"]}")
        .contains(
            "sends command to kitchen for step 'roast.heat-stove': heat {\"name\":\"roast\"}");
  }

  @Test
  void shouldUndoASubSagaThatIsDoneWithItsOwnData() {
    SagaTest.of(GIVE_FEAST)
        .started("feast-2", new Feast("Ann", List.of()))
        .expectCommand("kitchen", new Heat("soup"))
        .succeeds(new Heated("left"))
        .expectCommand("kitchen", new Heat("roast"))
        .succeeds(new Heated("right"))
        .expectCommand("post", new Send("Ann"))
        .rejects("NOBODY_COMES")
        .expectCompensation("kitchen", new Cool("right"))
        .succeeds()
        .expectCompensation("kitchen", new Cool("left"))
        .succeeds()
        .expectCompensated();
  }

  @Test
  void shouldWalkEveryPathThroughSubSagas() {
    PathReport paths = FailurePaths.of(GIVE_FEAST).faults(2).explore();

    assertThat(paths.ends())
        .containsOnlyKeys(SagaStatus.COMPLETED, SagaStatus.COMPENSATED, SagaStatus.PARKED);
    assertThat(paths.parked())
        .containsOnlyKeys(
            "'soup.heat-stove': TIMEOUT",
            "'soup.heat-stove': BUSY",
            "'roast.heat-stove': TIMEOUT",
            "'roast.heat-stove': BUSY");
  }

  @Test
  void shouldWalkSubSagasOfEachItem() {
    SagaBuilder<Feast> saga = Saga.named("give-feast", Feast.class);
    saga.forEach("courses", Integer.class, feast -> List.of(1, 2))
        .atMost(2)
        .run(
            course ->
                course
                    .forEach("dishes", Integer.class, c -> List.of(c.item()))
                    .atMost(2)
                    .run(dish -> dish.saga("cook", COOK, d -> new Dish("d", "")).withoutResult()));

    PathReport paths = FailurePaths.of(saga.build()).faults(1).explore();

    assertThat(paths.ends()).containsOnlyKeys(SagaStatus.COMPLETED, SagaStatus.COMPENSATED);
    assertThat(paths.parked()).isEmpty();
  }

  @Test
  void shouldFindAnEndThatCannotBeFolded() {
    SagaBuilder<Feast> saga = Saga.named("give-feast", Feast.class);
    saga.saga("soup", COOK, feast -> new Dish("soup", ""))
        .onEnd((feast, dish) -> new Feast(feast.dishes().get(0), List.of()));

    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(FailurePaths.of(saga.build())::explore)
        .withMessageStartingWith(
            "A function throws on this path: Sub-saga 'soup': java.lang.IndexOutOfBounds");
  }

  @Test
  void shouldFindASubSagaWhoseCommandIsNotBuiltAgainAsItWas() {
    AtomicInteger counter = new AtomicInteger();
    SagaBuilder<Dish> cook = Saga.named("cook", Dish.class);
    cook.step("heat-stove")
        .at("kitchen")
        .command(dish -> new Heat(dish.name() + counter.incrementAndGet()))
        .withoutCompensation();
    SagaBuilder<Feast> saga = Saga.named("give-feast", Feast.class);
    saga.saga("soup", cook.build(), feast -> new Dish("soup", "")).withoutResult();
    SagaDefinition<Feast> impure = saga.build();

    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> SagaTest.of(impure).started("feast-3", new Feast("Ann", List.of())))
        .withMessageContaining("Expected step 'soup.heat-stove' to build its command again");
  }
}
