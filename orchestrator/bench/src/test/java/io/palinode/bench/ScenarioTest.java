package io.palinode.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ScenarioTest {
  @Test
  void shouldCompareSubjectsWhereNoScenarioIsNamed() {
    assertThat(Scenario.parse()).isInstanceOf(Comparison.class);
    assertThat(Scenario.parse("compare")).isInstanceOf(Comparison.class);
    assertThat(Scenario.parse("--rounds", "7"))
        .isInstanceOfSatisfying(
            Comparison.class, compare -> assertThat(compare.options().rounds()).isEqualTo(7));
  }

  @Test
  void shouldReadTheOptionsOfTheScenarioThatIsNamed() {
    assertThat(Scenario.parse("takeover", "--sagas", "2000", "--shards", "4", "--heap", "1g"))
        .isEqualTo(new Takeover(2_000, 100, 4, true, "1g", Path.of("target/bench")));
    assertThat(Scenario.parse("flood", "--locks", "false", "--dir", "here"))
        .isEqualTo(new Flood(100_000, 8, false, "256m", Path.of("here")));
  }

  @Test
  void shouldRefuseAnUnknownScenarioAndAnotherScenariosOption() {
    assertThatThrownBy(() -> Scenario.parse("deluge"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("compare, takeover, flood, background");
    assertThatThrownBy(() -> Scenario.parse("flood", "--backlog", "7"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("There is no --backlog");
  }
}
