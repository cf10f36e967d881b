package io.palinode.server.transport.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.message.Topics;
import io.palinode.server.journal.InputPosition;
import io.palinode.server.transport.InputRecord.Source;
import io.palinode.server.transport.RecordingListener;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class ShardReadingTest {
  private final RecordingListener listener = new RecordingListener();
  private long nanos;
  private long read;

  private final ShardReading reading =
      new ShardReading(3, new Topics("shop"), InputPosition.BEGINNING, listener, () -> nanos);

  @Test
  void shouldAskAgainForAnEndThatABrokerHasLostAndCatchUpWithTheNearerOne() {
    reading.begun(new InputPosition(0, 100));
    readTo(60);
    assertThat(reading.wantsEnd()).isFalse();

    nanos += ShardReading.END_HOLDS_NANOS;
    assertThat(reading.wantsEnd()).isTrue();
    answer(60);

    assertThat(listener.caughtUpAfter()).hasSize(1);
    assertThat(reading.wantsEnd()).isFalse();
  }

  @Test
  void shouldNotRunAfterAnEndThatMovesOn() {
    begunAndRead();
    reading.catchUp();
    answer(500);
    nanos += ShardReading.END_HOLDS_NANOS;

    answer(900);
    readTo(500);

    assertThat(listener.caughtUpAfter()).as("the beginning, and 500").hasSize(2);
  }

  @Test
  void shouldCatchUpWithTheEndOfItsOwnQuestionHoweverNearTheLastOneWas() {
    begunAndRead();
    reading.catchUp();
    answer(500);
    readTo(500);
    reading.catchUp();

    answer(900);
    assertThat(listener.caughtUpAfter()).hasSize(2);
    readTo(900);

    assertThat(listener.caughtUpAfter()).hasSize(3);
  }

  @Test
  void shouldStayInLineWhenItIsAskedToCatchUpBeforeItHasBegun() {
    reading.catchUp();

    assertThat(reading.hasBegun()).isFalse();
  }

  @Test
  void shouldWaitForAnEndThatKafkaDidNotTell() {
    begunAndRead();
    reading.catchUp();
    reading.endAsked();
    assertThat(reading.wantsEnd()).isFalse();

    reading.endUnknown();

    assertThat(reading.wantsEnd()).isTrue();
    readTo(1_000);
    assertThat(listener.caughtUpAfter()).hasSize(1);
  }

  private void begunAndRead() {
    reading.begun(new InputPosition(0, 0));
    readTo(0);
  }

  private void answer(long end) {
    reading.endAsked();
    reading.endAnswered(end);
    check();
  }

  private void readTo(long offset) {
    read = offset;
    check();
  }

  private void check() {
    TopicPartition replies = reading.partition(Source.REPLIES);
    reading.checkBacklog(partition -> partition.equals(replies) ? read : 0);
  }
}
