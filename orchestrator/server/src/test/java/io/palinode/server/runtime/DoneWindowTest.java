package io.palinode.server.runtime;

import static io.palinode.message.SagaStatus.COMPENSATED;
import static io.palinode.message.SagaStatus.COMPLETED;
import static io.palinode.server.runtime.DoneWindow.SEGMENT_ENTRIES;
import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.server.journal.DoneSegment;
import io.palinode.server.runtime.DoneWindow.Change;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DoneWindowTest {
  private final Map<Long, byte[]> journal = new TreeMap<>();
  private final DoneWindow window = new DoneWindow(SEGMENT_ENTRIES);

  @Test
  void shouldRememberHowASagaEnded() {
    add(window, List.of(Standing.completed("a"), Standing.ended("b", COMPENSATED)));

    assertThat(window.find("a")).isEqualTo(COMPLETED);
    assertThat(window.find("b")).isEqualTo(COMPENSATED);
    assertThat(window.find("c")).isNull();
  }

  @Test
  void shouldWriteTheNewestSegmentAgainUntilItIsFull() {
    assertThat(add(window, 0, 1)).containsExactly("0 new, 1 entries");
    assertThat(add(window, 1, 3)).containsExactly("0 again, 3 entries");
    assertThat(add(window, 3, SEGMENT_ENTRIES)).containsExactly("0 again, 512 entries");
    assertThat(add(window, SEGMENT_ENTRIES, SEGMENT_ENTRIES + 1))
        .containsExactly("1 new, 1 entries");
  }

  @Test
  void shouldFillSeveralSegmentsAtOnce() {
    add(window, 0, 500);

    assertThat(add(window, 500, 1_100))
        .containsExactly(
            "0 again, 512 entries", "1 new, 512 entries", "2 new, 76 entries", "0 gone");
  }

  @Test
  void shouldForgetTheOldestAndNeverMoreThanTheCapacityAllows() {
    add(window, 0, 2 * SEGMENT_ENTRIES);
    assertThat(journal.keySet()).containsExactly(0L, 1L);

    assertThat(add(window, 2 * SEGMENT_ENTRIES, 2 * SEGMENT_ENTRIES + 1))
        .containsExactly("2 new, 1 entries", "0 gone");

    assertThat(window.find(id(SEGMENT_ENTRIES - 1))).isNull();
    assertThat(window.find(id(SEGMENT_ENTRIES))).isEqualTo(COMPLETED);
    assertThat(remembered(window, 2 * SEGMENT_ENTRIES + 1)).isGreaterThanOrEqualTo(SEGMENT_ENTRIES);
  }

  @Test
  void shouldForgetNothingThatWasNotTold() {
    assertThat(window.add(List.of())).isEqualTo(new Change(List.of(), List.of()));
  }

  @Test
  void shouldBeTheSameAfterItIsReadFromTheJournal() {
    Random random = new Random(7);
    int next = 0;
    for (int batch = 0; batch < 60; batch++) {
      int end = next + 1 + random.nextInt(200);
      add(window, next, end);
      next = end;
      DoneWindow loaded = loaded();
      for (int i = 0; i < next; i++) {
        assertThat(loaded.find(id(i))).as(id(i)).isEqualTo(window.find(id(i)));
      }
    }
    List<LiveSaga> more = sagas(next, next + 700);
    assertThat(described(loaded().add(more))).isEqualTo(described(window.add(more)));
  }

  @Test
  void shouldKeepTheNewerOfTwoSagasThatShareAHash() {
    add(window, List.of(Standing.completed("twin")));
    byte[] twin = journal.get(0L);
    byte[] full = new byte[SEGMENT_ENTRIES * Long.BYTES];
    System.arraycopy(twin, 0, full, 0, twin.length);
    DoneWindow both = new DoneWindow(SEGMENT_ENTRIES);
    both.load(new DoneSegment(0, full, false));
    both.load(new DoneSegment(1, full, false));

    assertThat(add(both, 0, 1)).contains("0 gone");

    assertThat(both.find("twin")).isEqualTo(COMPLETED);
  }

  @Test
  void shouldLetGoOfALargerWindowNoFasterThanItGathersItsOwn() {
    DoneWindow larger = new DoneWindow(100 * SEGMENT_ENTRIES);
    add(larger, 0, 6 * SEGMENT_ENTRIES);
    DoneWindow read = loaded();

    assertThat(add(read, 10_000, 10_001)).containsExactly("6 new, 1 entries", "0 gone", "1 gone");
    assertThat(add(read, 10_001, 10_002)).containsExactly("6 again, 2 entries");
    assertThat(add(read, 10_002, 10_512)).containsExactly("6 again, 512 entries");
    assertThat(add(read, 10_512, 10_513)).containsExactly("7 new, 1 entries", "2 gone", "3 gone");
    assertThat(read.find(id(4 * SEGMENT_ENTRIES))).isEqualTo(larger.find(id(4 * SEGMENT_ENTRIES)));
  }

  private List<String> add(DoneWindow into, int from, int to) {
    return add(into, sagas(from, to));
  }

  private List<String> add(DoneWindow into, List<LiveSaga> sagas) {
    Change change = into.add(sagas);
    change.writes().forEach(segment -> journal.put(segment.number(), segment.content()));
    change.dropped().forEach(journal::remove);
    return described(change);
  }

  private static List<String> described(Change change) {
    var writes =
        change.writes().stream()
            .map(
                segment ->
                    "%d %s, %d entries"
                        .formatted(
                            segment.number(),
                            segment.fresh() ? "new" : "again",
                            segment.content().length / Long.BYTES));
    var drops = change.dropped().stream().map(number -> number + " gone");
    return Stream.concat(writes, drops).toList();
  }

  private DoneWindow loaded() {
    DoneWindow loaded = new DoneWindow(SEGMENT_ENTRIES);
    journal.forEach((number, content) -> loaded.load(new DoneSegment(number, content, false)));
    return loaded;
  }

  private static long remembered(DoneWindow window, int upTo) {
    return IntStream.range(0, upTo).filter(i -> window.find(id(i)) != null).count();
  }

  /** Every third is compensated. */
  private static List<LiveSaga> sagas(int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(i -> Standing.ended(id(i), i % 3 == 0 ? COMPENSATED : COMPLETED))
        .toList();
  }

  private static String id(int i) {
    return "order-" + i;
  }
}
