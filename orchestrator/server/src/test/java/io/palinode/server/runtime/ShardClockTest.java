package io.palinode.server.runtime;

import static io.palinode.server.runtime.Orders.STOCK;
import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.server.runtime.ShardRig.Owner;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a shard does when the clock of its machine is put back. */
class ShardClockTest {
  private static final Duration HOUR = Duration.ofHours(1);

  private final ShardRig rig = new ShardRig();
  private final Owner owner = rig.owner();

  @BeforeEach
  void lead() {
    owner.lead().settle();
  }

  @Test
  void shouldSendAgainWhatKafkaDidNotTake() {
    rig.start("a");
    owner.clients.fail(new IllegalStateException("no leader"));
    owner.settle();
    owner.clients.recover();

    rig.clock.putBack(HOUR);
    assertThat(owner.shard.nextAt())
        .isLessThanOrEqualTo(rig.clock.millis() + Outbox.RESEND_AFTER_MILLIS);
    rig.clock.advance(Duration.ofMillis(Outbox.RESEND_AFTER_MILLIS));
    owner.settle();

    assertThat(rig.commands(STOCK)).containsExactly("a/reserve-stock/action attempt 1 epoch 1");
  }

  @Test
  void shouldReadAgainWhatCouldNotBeRead() {
    owner.feed.fail(0);
    owner.settle();

    rig.clock.putBack(HOUR);
    rig.clock.advance(Duration.ofSeconds(30));
    owner.settle();

    assertThat(owner.feed.openings()).hasSize(2);
  }

  @Test
  void shouldGiveTheShardBackInTime() {
    rig.start("a");
    owner.deliver().commit().shard.giveBack();
    owner.work();

    rig.clock.putBack(HOUR);
    rig.clock.advance(Duration.ofMillis(Shard.GIVE_BACK_WITHIN_MILLIS));
    owner.work();

    assertThat(owner.election.restarts()).isEqualTo(1);
  }

  @Test
  void shouldWriteDownWhatKafkaHas() {
    rig.start("a");
    owner.settle();
    long batch = rig.head().batch();
    assertThat(rig.head().publishedThrough()).isLessThan(batch);

    rig.clock.putBack(HOUR);
    rig.clock.advance(Duration.ofMillis(Pipeline.HEAD_STALE_MILLIS));
    owner.settle();

    assertThat(rig.head().publishedThrough()).isEqualTo(batch);
  }
}
