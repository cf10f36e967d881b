package io.palinode.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class ResultTest {
  private static final Setting SETTING = new Setting(4, 1, true, new Load.Throughput(500, 10, 20));

  @Test
  void shouldCompareMediansWithTheFirstSubject() {
    var rounds = new LinkedHashMap<String, List<Figures>>();
    rounds.put("yardstick", rates(20_000, 10_000, 90_000));
    rounds.put("engine", rates(15_000, 14_000, 1_000));

    var results = Result.compare(SETTING, rounds);

    assertThat(results).extracting(Result::subject).containsExactly("yardstick", "engine");
    assertThat(results.get(0).throughputRatio()).isEqualTo(1);
    assertThat(results.get(1).throughputRatio()).isEqualTo(0.7, Offset.offset(1e-9));
  }

  @Test
  void shouldTakeTheMeanOfTheMiddleTwoOfAnEvenNumberOfRounds() {
    assertThat(Figures.medians(rates(40, 10, 20, 30)).sagasPerSecond()).isEqualTo(25);
  }

  @Test
  void shouldNotHideStraysOfAnyRound() {
    var rounds =
        List.of(
            new Figures(1, 1, 1, 0, Map.of(), Map.of()),
            new Figures(1, 1, 1, 3, Map.of(), Map.of()));

    assertThat(Figures.medians(rounds).strays()).isEqualTo(3);
  }

  private static List<Figures> rates(double... sagasPerSecond) {
    return Arrays.stream(sagasPerSecond)
        .mapToObj(rate -> new Figures(rate, 1, 1, 0, Map.of(), Map.of()))
        .toList();
  }
}
