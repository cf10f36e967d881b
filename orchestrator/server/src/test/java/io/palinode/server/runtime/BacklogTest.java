package io.palinode.server.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.message.Topics;
import io.palinode.message.WireRecord;
import io.palinode.server.transport.InputRecord;
import io.palinode.server.transport.InputRecord.Source;
import io.palinode.server.transport.MemoryTransport;
import io.palinode.server.transport.Weight;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class BacklogTest {
  private static final WireRecord RECORD = Orders.start("a");

  /** As many records as come before the limit. */
  private static final int MANY = (int) (InputQueue.PAUSE_ABOVE / Weight.of(RECORD));

  private final FeedWithFaults feed =
      new FeedWithFaults(new MemoryTransport(new Topics("test"), 1));
  private final Backlog backlog = new Backlog(0, feed);

  @Test
  void shouldGiveRecordsInTheOrderInWhichTheyArrived() {
    arrive(Source.STARTS, 0, 2);
    arrive(Source.REPLIES, 0, 1);
    arrive(Source.STARTS, 2, 1);

    assertThat(
            List.of(
                backlog.nextStart().offset(),
                backlog.nextStart().offset(),
                backlog.nextStart().offset()))
        .containsExactly(0L, 1L, 2L);
    assertThat(backlog.nextStart()).isNull();
    assertThat(backlog.nextReply()).isNotNull();
    assertThat(backlog.nextReply()).isNull();
  }

  @Test
  void shouldPauseAPartitionAboveTheLimitOnlyAndNotTheOther() {
    arrive(Source.STARTS, 0, MANY);
    arrive(Source.REPLIES, 0, MANY);
    assertThat(feed.turns()).isEmpty();

    arrive(Source.STARTS, MANY, 1);
    arrive(Source.STARTS, MANY + 1, 1);
    assertThat(feed.turns()).containsExactly("pause STARTS");

    arrive(Source.REPLIES, MANY, 1);
    assertThat(feed.turns()).containsExactly("pause STARTS", "pause REPLIES");
  }

  @Test
  void shouldPauseForFewRecordsThatAreLarge() {
    int half = (int) (InputQueue.PAUSE_ABOVE / 2);
    WireRecord large = new WireRecord("a", RECORD.headers(), new byte[half]);

    backlog.add(List.of(new InputRecord(Source.STARTS, 0, large)));
    assertThat(feed.turns()).isEmpty();
    backlog.add(List.of(new InputRecord(Source.STARTS, 1, large)));
    assertThat(feed.turns()).containsExactly("pause STARTS");
  }

  @Test
  void shouldResumeAPartitionOnceThereIsLittleLeft() {
    arrive(Source.STARTS, 0, MANY + 1);
    int kept = (int) (InputQueue.RESUME_BELOW / Weight.of(RECORD));

    for (int i = kept + 1; i < MANY + 1; i++) {
      backlog.nextStart();
    }
    assertThat(feed.turns()).containsExactly("pause STARTS");

    backlog.nextStart();
    assertThat(feed.turns()).containsExactly("pause STARTS", "resume STARTS");
    backlog.nextStart();
    assertThat(feed.turns()).hasSize(2);
  }

  @Test
  void shouldNotBeConsumedBeforeTheFeedSaysThatItHasCaughtUp() {
    assertThat(backlog.isConsumed()).isFalse();
    arrive(Source.REPLIES, 0, 1);
    backlog.nextReply();
    assertThat(backlog.isConsumed()).isFalse();

    backlog.caughtUp();
    assertThat(backlog.isConsumed()).isTrue();
  }

  @Test
  void shouldBeConsumedWhenTheRepliesThatWereThereAreTakenWhateverComesLater() {
    arrive(Source.REPLIES, 0, 2);
    arrive(Source.STARTS, 0, 2);
    backlog.caughtUp();
    arrive(Source.REPLIES, 2, 5);

    backlog.nextReply();
    assertThat(backlog.isConsumed()).isFalse();
    backlog.nextReply();
    assertThat(backlog.isConsumed()).isTrue();
    arrive(Source.REPLIES, 7, 5);
    assertThat(backlog.isConsumed()).isTrue();
  }

  @Test
  void shouldLetTimersWaitForRepliesAndNotForStarts() {
    backlog.caughtUp();
    arrive(Source.STARTS, 0, 1);
    assertThat(backlog.letsTimersFire()).isTrue();

    arrive(Source.REPLIES, 0, 1);
    assertThat(backlog.letsTimersFire()).isFalse();
    backlog.nextReply();
    assertThat(backlog.letsTimersFire()).isTrue();
  }

  private void arrive(Source source, long from, int count) {
    backlog.add(
        LongStream.range(from, from + count)
            .mapToObj(offset -> new InputRecord(source, offset, RECORD))
            .toList());
  }
}
