package io.palinode.testkit.paths;

import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.saga.Branch;
import io.palinode.saga.Saga;
import io.palinode.saga.SagaDefinition;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What comes after what, told from the keys of two runs. */
class OrderTest {
  private static final SagaDefinition<String> INNER =
      Saga.named("inner", String.class)
          .step("one")
          .at("office")
          .command(data -> data)
          .withoutCompensation()
          .forEach("all", String.class, data -> List.of("a", "b"))
          .atMost(2)
          .atOnce(2)
          .run(
              item ->
                  item.forEach("each", String.class, i -> List.of("a", "b"))
                      .atMost(2)
                      .run(each -> step(each, "two")))
          .build();

  private static final Order ORDER =
      new Order(
          Saga.named("outer", String.class)
              .saga("first", INNER, UnaryOperator.identity())
              .withoutResult()
              .saga("second", INNER, UnaryOperator.identity())
              .withoutResult()
              .step("last")
              .at("office")
              .command(data -> data)
              .retriable()
              .build());

  @Test
  void shouldOrderTheItemsOfTheInnermostForEachThatGoesOneByOne() {
    assertThat(ORDER.isLater("first.two[0][1]", "first.two[0][0]")).isTrue();
    assertThat(ORDER.isLater("first.two[0][0]", "first.two[0][1]")).isFalse();
    assertThat(ORDER.isLater("first.two[1][1]", "first.two[0][0]")).isFalse();
    assertThat(ORDER.isLater("first.two[0][0]", "first.two[1][1]")).isFalse();
  }

  @Test
  void shouldOrderSubSagasAsAWholeAndWhatIsInThem() {
    assertThat(ORDER.isLater("second.one", "first.two[0][0]")).isTrue();
    assertThat(ORDER.isLater("first.two[0][0]", "second.one")).isFalse();
    assertThat(ORDER.isLater("first.two[0][0]", "first.one")).isTrue();
    assertThat(ORDER.isLater("last", "second.two[1][1]")).isTrue();
    assertThat(ORDER.isLater("last", "last")).isFalse();
  }

  @Test
  void shouldKnowWhatMayBeLeftOut() {
    assertThat(ORDER.isOptional("second.two[0][0]")).isTrue();
    assertThat(ORDER.isOptional("second.one")).isFalse();
  }

  private static <V> void step(Branch<V, String> branch, String name) {
    branch.step(name).at("office").command(view -> name).withoutCompensation();
  }
}
