package io.palinode.server.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.server.runtime.ShardMessage.SendFailed;
import io.palinode.server.runtime.ShardMessage.Sent;
import io.palinode.server.transport.MemoryTransport;
import io.palinode.server.transport.Publishers;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class OutboxTest {
  private static final long TERM = 3;
  private static final String TOPIC = "test.starts";
  private static final Exception WHY = new IllegalStateException("no leader");

  private final AtomicInteger wakeUps = new AtomicInteger();
  private final ShardInbox inbox = new ShardInbox(wakeUps::incrementAndGet);
  private final MemoryTransport transport = new MemoryTransport(ShardRig.TOPICS, 1);
  private final ManualClock clock = new ManualClock();
  private final Outbox outbox = Outbox.open(0, TERM, Publishers.shared(transport), inbox, clock);
  private final Sending first = new Sending.Forward(TOPIC, Orders.start("first"));
  private final Sending second = new Sending.Forward(TOPIC, Orders.start("second"));

  @Test
  void shouldTellTheShardOfItsTermWhatKafkaHas() {
    outbox.send(first);
    transport.acknowledge(1);

    assertThat(inbox.poll()).isEqualTo(new Sent(TERM, first));
    assertThat(inbox.poll()).isNull();
    assertThat(wakeUps).hasValue(1);
    assertThat(transport.records(TOPIC)).containsExactly(first.record());
  }

  @Test
  void shouldTellTheShardWhatKafkaDidNotTake() {
    transport.fail(WHY);
    outbox.send(first);

    assertThat(inbox.poll()).isEqualTo(new SendFailed(TERM, first, WHY));
    assertThat(transport.records(TOPIC)).isEmpty();
  }

  @Test
  void shouldSendAgainWhatFailedOnceItsTimeHasComeAndInOrder() {
    long failedAt = clock.millis();
    outbox.failed(first, WHY);
    clock.advance(Duration.ofMillis(1));
    outbox.failed(second, WHY);
    assertThat(outbox.nextAt()).isEqualTo(failedAt + Outbox.RESEND_AFTER_MILLIS);

    clock.advanceTo(outbox.nextAt() - 1);
    outbox.resendDue();
    assertThat(transport.records(TOPIC)).isEmpty();

    clock.advanceTo(outbox.nextAt());
    outbox.resendDue();
    assertThat(transport.records(TOPIC)).containsExactly(first.record());
    assertThat(outbox.nextAt()).isEqualTo(failedAt + 1 + Outbox.RESEND_AFTER_MILLIS);

    clock.advanceTo(outbox.nextAt());
    outbox.resendDue();
    assertThat(transport.records(TOPIC)).containsExactly(first.record(), second.record());
    assertThat(outbox.nextAt()).isEqualTo(Long.MAX_VALUE);
  }
}
