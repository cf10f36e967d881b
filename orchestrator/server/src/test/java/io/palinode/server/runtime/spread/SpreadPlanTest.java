package io.palinode.server.runtime.spread;

import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.server.runtime.spread.SpreadPlan.Move;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpreadPlanTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "8         | 0",
        "8 0       | 4",
        "4 4 0     | 2",
        "2 2 2 2 0 | 1",
        "3 3 3 1   | 1",
        "3 3 2     | 0",
        "1 1 1 0 0 | 0",
        "0 0 1     | 0",
        "5 0 0 1   | 3",
        "0         | 0"
      })
  void shouldMakeTheNumbersEvenWithAsFewMovesAsCanBe(String counts, int moves) {
    Map<String, SortedSet<Integer>> shards = nodesWith(counts.split(" ", -1));

    var plan = SpreadPlan.of(shards);
    for (Move move : plan) {
      assertThat(shards.get(move.from()).remove(move.shard())).isTrue();
      shards.get(move.to()).add(move.shard());
    }

    assertThat(plan).hasSize(moves);
    int most = shards.values().stream().mapToInt(Set::size).max().orElse(0);
    int fewest = shards.values().stream().mapToInt(Set::size).min().orElse(0);
    assertThat(most - fewest).isLessThanOrEqualTo(1);
  }

  @Test
  void shouldPlanNothingForNobody() {
    assertThat(SpreadPlan.of(Map.of())).isEmpty();
  }

  private static Map<String, SortedSet<Integer>> nodesWith(String... counts) {
    Map<String, SortedSet<Integer>> nodes = new TreeMap<>();
    int shard = 0;
    for (int i = 0; i < counts.length; i++) {
      SortedSet<Integer> its = new TreeSet<>();
      for (int j = 0; j < Integer.parseInt(counts[i]); j++) {
        its.add(shard++);
      }
      nodes.put("node-" + i, its);
    }
    return nodes;
  }
}
