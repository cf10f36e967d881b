package io.palinode.server.runtime.spread;

import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.server.coordination.NodeEntry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who gives which shard to whom, and that all of it comes to rest. */
class SpreadTest {
  private static final long PATIENCE = SpreadWorld.SESSION.toMillis() * 3 / 2;
  private static final NodeEntry JOINED = entry("b");
  private static final NodeEntry JOINED_TOO = entry("c");

  private final Spread spread = new Spread("a", 4, SpreadWorld.SESSION);

  private static NodeEntry entry(String node, Integer... shards) {
    return new NodeEntry(node, Set.of(shards), Map.of(), false);
  }

  private Optional<Integer> gives(Set<Integer> mine, long at, NodeEntry... others) {
    return spread.look(mine, List.of(others), at).given();
  }

  @Test
  void shouldAnnounceAShardBeforeItIsLetGoOf() {
    Spread.Step announced = spread.look(Set.of(0, 1, 2, 3), List.of(JOINED), 0);
    assertThat(announced.entry())
        .isEqualTo(new NodeEntry("a", Set.of(0, 1, 2, 3), Map.of(2, "b"), false));
    assertThat(announced.given()).isEmpty();

    assertThat(gives(Set.of(0, 1, 2, 3), 199, JOINED)).as("the others may not know").isEmpty();
    assertThat(gives(Set.of(0, 1, 2, 3), 200, JOINED)).contains(2);
    assertThat(gives(Set.of(0, 1, 3), 400, JOINED)).as("one after the other").isEmpty();
    Spread.Step arrived = spread.look(Set.of(0, 1, 3), List.of(entry("b", 2)), 600);
    assertThat(arrived.entry().giving()).containsExactly(Map.entry(3, "b"));
    assertThat(gives(Set.of(0, 1, 3), 800, entry("b", 2))).contains(3);
    assertThat(gives(Set.of(0, 1), 1_000, entry("b", 2))).isEmpty();
    assertThat(spread.look(Set.of(0, 1), List.of(entry("b", 2, 3)), 1_200).entry())
        .isEqualTo(entry("a", 0, 1));
  }

  @Test
  void shouldGiveNothingToANodeThatDies() {
    NodeEntry dying = entry("b", 2, 3);
    gives(Set.of(0, 1), 0, dying);

    for (long at = 60_000; at < 60_000 + PATIENCE; at += 200) {
      assertThat(gives(Set.of(0, 1, 2), at, dying)).isEmpty();
      assertThat(spread.move()).isNull();
    }
  }

  @Test
  void shouldGiveNothingWhileAShardIsWithTwoNodesOrNone() {
    for (long at = 0; at < PATIENCE; at += 200) {
      assertThat(gives(Set.of(0, 1, 2), at, entry("b", 2, 3))).as("two have it").isEmpty();
    }
    Spread other = new Spread("a", 4, SpreadWorld.SESSION);
    for (long at = 0; at < PATIENCE; at += 200) {
      assertThat(other.look(Set.of(0, 1, 2), List.of(JOINED), at).given()).isEmpty();
    }
    assertThat(spread.move()).isNull();
    assertThat(other.move()).isNull();
  }

  @Test
  void shouldGiveInTheEndToANodeThatShowsNoSignOfLife() {
    gives(Set.of(0), 0, JOINED, entry("c", 1, 2, 3));

    assertThat(gives(Set.of(0, 1, 2), 60_000, JOINED, entry("c", 3))).isEmpty();
    gives(Set.of(0, 1, 2), 60_000 + PATIENCE, JOINED, entry("c", 3));
    assertThat(gives(Set.of(0, 1, 2), 60_200 + PATIENCE, JOINED, entry("c", 3))).contains(2);
  }

  @Test
  void shouldLetANodeBeForAWhileThatCouldNotTakeWhatItWasGiven() {
    Set<Integer> all = Set.of(0, 1, 2, 3);
    gives(all, 0, JOINED);
    assertThat(gives(all, 200, JOINED)).contains(2);
    gives(Set.of(0, 1, 3), 400, JOINED);
    gives(all, 1_000, JOINED);

    for (long at = 1_000; at < 1_000 + 4 * PATIENCE; at += 200) {
      assertThat(gives(all, at, JOINED)).isEmpty();
      assertThat(spread.move()).isNull();
    }
    gives(all, 1_000 + 4 * PATIENCE, JOINED);
    assertThat(gives(all, 1_200 + 4 * PATIENCE, JOINED)).contains(2);
  }

  @Test
  void shouldKeepWhatItHasWhileANodeOfAnOlderVersionRuns() {
    for (long at = 0; at < 10 * PATIENCE; at += 200) {
      assertThat(gives(Set.of(0, 1, 2, 3), at, JOINED, NodeEntry.silent("old"))).isEmpty();
    }
    assertThat(spread.move()).isNull();
  }

  @Test
  void shouldTellEachShardsReceiverWhenItLeaves() {
    spread.leave(Set.of(0, 1, 2), List.of(entry("b", 3), JOINED_TOO));

    assertThat(spread.look(Set.of(0, 1, 2), List.of(entry("b", 3), JOINED_TOO), 0).entry())
        .isEqualTo(new NodeEntry("a", Set.of(0, 1, 2), Map.of(0, "c", 1, "b", 2, "c"), true));
  }

  @Test
  void shouldGetNoMoreWhereAShardCannotBeRun() {
    Spread other = new Spread("b", 4, SpreadWorld.SESSION);
    spread.retire();
    NodeEntry retired = spread.look(Set.of(0), List.of(entry("b", 1, 2, 3)), 0).entry();

    for (long at = 0; at < 10 * PATIENCE; at += 200) {
      assertThat(other.look(Set.of(1, 2, 3), List.of(retired), at).given()).isEmpty();
    }
    assertThat(other.move()).isNull();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void shouldComeToRestAfterWhateverHappens(long seed) {
    Random chance = new Random(seed);
    SpreadWorld world = new SpreadWorld(chance, 1 + chance.nextInt(12));
    world.join();
    world.settle();
    for (int i = 0; i < 8; i++) {
      int before = world.takeovers();
      int nodes = world.nodes();
      int choice = nodes == 1 ? 0 : nodes == 6 ? 1 + chance.nextInt(2) : chance.nextInt(3);
      switch (choice) {
        case 0 -> {
          world.join();
          world.settle();
          assertThat(world.takeovers() - before).isEqualTo(world.shards() / (nodes + 1));
        }
        case 1 -> {
          int moved = world.leave();
          world.settle();
          assertThat(world.takeovers() - before).isEqualTo(moved);
        }
        default -> {
          int gifts = world.gifts();
          world.kill();
          assertThat(world.gifts()).as("nothing is given while a node dies").isEqualTo(gifts);
          world.settle();
        }
      }
      assertThat(world.difference()).as("seed %d, event %d", seed, i).isLessThanOrEqualTo(1);
      int settled = world.takeovers();
      world.run(Duration.ofSeconds(30));
      assertThat(world.takeovers()).as("seed %d, event %d: rest", seed, i).isEqualTo(settled);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {21, 22, 23, 24, 25, 26, 27, 28, 29, 30})
  void shouldComeToRestAfterManyThingsAtOnce(long seed) {
    Random chance = new Random(seed);
    SpreadWorld world = new SpreadWorld(chance, 16);
    for (int i = 0; i < 12; i++) {
      if (world.nodes() < 2 || chance.nextInt(5) < 3) {
        world.join();
      } else if (chance.nextBoolean()) {
        world.leave();
      } else {
        world.kill();
      }
      world.run(Duration.ofMillis(chance.nextInt(4_000)));
    }

    world.settle();
    int settled = world.takeovers();
    assertThat(world.difference()).isLessThanOrEqualTo(1);
    world.run(Duration.ofMinutes(2));
    assertThat(world.takeovers()).isEqualTo(settled);
  }
}
