package io.palinode.core;

import static io.palinode.message.SagaStatus.COMPENSATED;
import static io.palinode.message.SagaStatus.COMPLETED;
import static io.palinode.message.SagaStatus.PARKED;
import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.message.SagaStatus;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every sequence of up to six steps, whatever its participants answer. */
class ExplorerTest {

  @ParameterizedTest(name = "{0} steps, {1} attempts")
  @CsvSource({"1, 4, 4", "2, 3, 10", "3, 3, 22", "4, 2, 46", "5, 2, 94", "6, 2, 190"})
  void shouldKeepItsPromisesWhateverIsAnswered(int steps, int attempts, int shapes) {
    Explorer explorer = new Explorer(attempts, new RowsTaken());

    assertThat(Journey.shapes(steps)).hasSize(shapes).allMatch(shape -> shape.length() == steps);
    Journey.shapes(steps).forEach(explorer::explore);

    assertThat(explorer.ends()).containsOnlyKeys(COMPLETED, COMPENSATED, PARKED);
    assertThat(explorer.moments()).isGreaterThan(shapes * steps * attempts);
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
