package io.palinode.core;

import static io.palinode.message.SagaStatus.COMPENSATED;
import static io.palinode.message.SagaStatus.COMPLETED;
import static io.palinode.message.SagaStatus.PARKED;
import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.message.SagaStatus;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sagas of every shape, whatever their participants answer. */
class ExplorerTest {

  @ParameterizedTest(name = "{0} steps, {1} attempts")
  @CsvSource({"1, 4, 4", "2, 3, 10", "3, 3, 22", "4, 2, 46", "5, 2, 94", "6, 2, 190"})
  void shouldKeepItsPromisesWhateverIsAnswered(int steps, int attempts, int shapes) {
    Explorer explorer = new Explorer(attempts, new RowsTaken());

    assertThat(Shapes.inTurn(steps)).hasSize(shapes).allMatch(shape -> shape.length() == steps);
    Shapes.inTurn(steps).forEach(explorer::explore);

    assertThat(explorer.ends()).containsOnlyKeys(COMPLETED, COMPENSATED, PARKED);
    assertThat(explorer.moments()).isGreaterThan(shapes * steps * attempts);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "(c|c)",
        "(cc|c)",
        "(c|c|c)p",
        "(1c|c)p",
        "(2c|f|c)r",
        "p(r|r)",
        "p(1rr|r)",
        "c(f|c)c",
        "<c/cc>p",
        "<c>c",
        "<p/r>r",
        "<c/p>r",
        "c<(c|c)/f>",
        "(<c/f>|c)",
        "[c]p",
        "[2c]p",
        "[cc]",
        "[2cc]",
        "p[r]",
        "p[2r]",
        "[2<f/c>]",
        "([2c]|c)",
        "c[2(c|f)]",
        "[[c]]p",
        "[2[c]]",
        "[c[f]]r",
        "{c}p",
        "c{cc}c",
        "{cp}r",
        "p{rr}",
        "({c}|{c})",
        "<{c}/{cc}>p",
        "[2{c}]p",
        "{[2c]}c",
        "{c{f}c}",
        "[{[c]}]",
        "lcp",
        "(l|c)l",
        "{[2l]}p"
      })
  void shouldKeepItsPromisesInEveryShape(String shape) {
    Explorer explorer = new Explorer(2, new RowsTaken());

    explorer.explore(shape);

    assertThat(explorer.ends()).containsKeys(COMPLETED, PARKED);
  }

  @ParameterizedTest(name = "{0} shapes of {1} steps, from seed {2}")
  @CsvSource({"30, 2, 11", "20, 3, 12", "6, 4, 13"})
  void shouldKeepItsPromisesInShapesThatChanceMakes(int shapes, int steps, long seed) {
    Explorer explorer = new Explorer(1, new RowsTaken());
    Random random = new Random(seed);

    for (int i = 0; i < shapes; i++) {
      explorer.explore(Shapes.any(steps, random));
    }

    assertThat(explorer.ends()).containsOnlyKeys(COMPLETED, COMPENSATED, PARKED);
  }

  @Test
  void shouldEndInEveryWayThatOneStepCanEnd() {
    assertThat(ends("c")).containsOnlyKeys(COMPLETED, COMPENSATED, PARKED);
    assertThat(ends("f")).containsOnlyKeys(COMPLETED, COMPENSATED);
    assertThat(ends("p")).containsOnlyKeys(COMPLETED, COMPENSATED, PARKED);
    assertThat(ends("r")).containsOnlyKeys(COMPLETED, PARKED);
  }

  private static Map<SagaStatus, Integer> ends(String shape) {
    Explorer explorer = new Explorer(2, new RowsTaken());
    explorer.explore(shape);
    return explorer.ends();
  }
}
