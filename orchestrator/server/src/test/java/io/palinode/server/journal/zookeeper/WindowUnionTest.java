package io.palinode.server.journal.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.server.journal.Head;
import io.palinode.server.journal.InputPosition;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Which ended sagas a new shard remembers, and what its head says. */
class WindowUnionTest {
  @Test
  void shouldLayWindowsOverEachOtherAtTheirNewestEnds() {
    assertThat(entries(WindowUnion.of(List.of(List.of(1L, 2L, 3L), List.of(11L)))))
        .containsExactly(1L, 2L, 11L, 3L);
  }

  @Test
  void shouldKeepAnEntryOnceWhereItIsNewest() {
    assertThat(entries(WindowUnion.of(List.of(List.of(1L, 2L), List.of(9L, 1L)))))
        .containsExactly(9L, 1L, 2L);
  }

  @Test
  void shouldFillSegments() {
    List<Long> many = LongStream.rangeClosed(1, 1_100).boxed().toList();

    List<byte[]> union = WindowUnion.of(List.of(many, List.of()));

    assertThat(union.stream().map(segment -> segment.length / Long.BYTES))
        .containsExactly(512, 512, 76);
    assertThat(entries(union)).isEqualTo(many);
    assertThat(WindowUnion.of(List.of(List.of(), List.of()))).isEmpty();
  }

  @Test
  void shouldTakeFromEveryShardThatAnIdMayComeFromAndFromNoOther() {
    for (int from = 1; from <= 12; from++) {
      for (int to = from + 1; to <= 24; to++) {
        ReshardPlan plan = plan(from, to);
        for (int shard = 0; shard < to; shard++) {
          int target = shard;
          int modulus = to;
          int old = from;
          assertThat(plan.sources(shard))
              .as("%d of %d from %d", shard, to, from)
              .isEqualTo(
                  IntStream.range(0, from * to)
                      .filter(hash -> hash % modulus == target)
                      .map(hash -> hash % old)
                      .distinct()
                      .sorted()
                      .boxed()
                      .toList());
        }
      }
    }
    assertThat(IntStream.range(0, 16).filter(plan(8, 16)::keepsWindow))
        .containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
  }

  @Test
  void shouldGoOnFromTheHighestOfTheOldHeadsAndSendEverythingAgain() {
    ReshardPlan plan =
        ReshardPlan.begin(
            List.of(
                new Head(7, 30, "a", new InputPosition(4, 5), 30),
                new Head(3, 90, "b", new InputPosition(6, InputPosition.NONE), 88)),
            3,
            4);

    assertThat(List.of(plan.head(0), plan.head(1), plan.head(2)))
        .containsExactly(
            new Head(8, 90, "reshard", new InputPosition(4, 5), 0),
            new Head(8, 90, "reshard", new InputPosition(6, InputPosition.NONE), 0),
            new Head(8, 90, "reshard", new InputPosition(0, 0), 0));
    assertThat(ReshardPlanCodec.read(ReshardPlanCodec.write(plan))).isEqualTo(plan);
  }

  private static ReshardPlan plan(int from, int to) {
    return ReshardPlan.begin(IntStream.range(0, from).mapToObj(i -> Head.NEW).toList(), to, 0);
  }

  private static List<Long> entries(List<byte[]> segments) {
    List<Long> entries = new ArrayList<>();
    segments.forEach(segment -> entries.addAll(WindowUnion.entries(segment)));
    return entries;
  }
}
