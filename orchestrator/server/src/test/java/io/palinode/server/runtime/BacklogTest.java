package io.palinode.server.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.message.Topics;
import io.palinode.server.transport.InputRecord;
import io.palinode.server.transport.InputRecord.Source;
import io.palinode.server.transport.MemoryTransport;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class BacklogTest {
  private final FeedWithFaults feed =
      new FeedWithFaults(new MemoryTransport(new Topics("test"), 1));
  private final Backlog backlog = new Backlog(0, feed);

  @Test
  void shouldGiveRecordsInTheOrderInWhichTheyArrived() {
    arrive(0, 2);
    arrive(2, 1);

    assertThat(List.of(backlog.next().offset(), backlog.next().offset(), backlog.next().offset()))
        .containsExactly(0L, 1L, 2L);
    assertThat(backlog.isEmpty()).isTrue();
  }

  @Test
  void shouldPauseTheFeedAboveTheLimitOnly() {
    arrive(0, Backlog.PAUSE_ABOVE);
    assertThat(feed.turns()).isEmpty();

    arrive(Backlog.PAUSE_ABOVE, 1);
    arrive(Backlog.PAUSE_ABOVE + 1, 1);
    assertThat(feed.turns()).containsExactly("pause");
  }

  @Test
  void shouldResumeTheFeedOnceThereIsLittleLeft() {
    arrive(0, Backlog.PAUSE_ABOVE + 1);

    take(Backlog.PAUSE_ABOVE + 1 - Backlog.RESUME_BELOW);
    assertThat(feed.turns()).containsExactly("pause");

    take(1);
    assertThat(feed.turns()).containsExactly("pause", "resume");
    take(10);
    assertThat(feed.turns()).hasSize(2);
  }

  @Test
  void shouldNotBeConsumedBeforeTheFeedSaysThatItHasCaughtUp() {
    assertThat(backlog.isConsumed()).isFalse();
    arrive(0, 1);
    take(1);
    assertThat(backlog.isConsumed()).isFalse();

    backlog.caughtUp();
    assertThat(backlog.isConsumed()).isTrue();
  }

  @Test
  void shouldBeConsumedWhenWhatWasThereIsTakenWhateverComesLater() {
    arrive(0, 3);
    backlog.caughtUp();
    arrive(3, 5);

    take(2);
    assertThat(backlog.isConsumed()).isFalse();
    take(1);
    assertThat(backlog.isConsumed()).isTrue();
    assertThat(backlog.isEmpty()).isFalse();
    arrive(8, 5);
    assertThat(backlog.isConsumed()).isTrue();
  }

  private void arrive(long from, int count) {
    backlog.add(
        LongStream.range(from, from + count)
            .mapToObj(offset -> new InputRecord(Source.STARTS, offset, Orders.start("a")))
            .toList());
  }

  private void take(int count) {
    for (int i = 0; i < count; i++) {
      backlog.next();
    }
  }
}
