package io.palinode.participant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palinode.message.CommandId;
import io.palinode.message.Direction;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class InMemoryInboxTest extends InboxContract {
  private static final Duration RETENTION = Duration.ofMinutes(10);

  private Instant now = Instant.EPOCH;
  private final InMemoryInbox inbox = new InMemoryInbox(() -> now, RETENTION, 2);

  @Override
  protected Inbox inbox() {
    return inbox;
  }

  @Test
  void shouldForgetASagaOnceItsRetentionIsOver() {
    settle(CHARGE, CHARGED);

    now = now.plus(RETENTION).minusNanos(1);
    assertThat(recall(CHARGE).same()).isEqualTo(CHARGED);
    now = now.plus(RETENTION);

    assertThat(recall(CHARGE)).isEqualTo(Remembered.NOTHING);
  }

  @Test
  void shouldCountTheRetentionFromTheLastCommandOfTheSaga() {
    settle(CHARGE, CHARGED);
    now = now.plus(RETENTION.dividedBy(2));
    settle(REFUND, CHARGED);
    now = now.plus(RETENTION.dividedBy(2));

    assertThat(recall(CHARGE)).isEqualTo(new Remembered(Remembered.NO_EPOCH, CHARGED, CHARGED));
  }

  /** Both ids have the same hash. */
  @Test
  void shouldRunUnitsOfAnySagasSideBySide() {
    String inner =
        inbox.inUnit(
            "Aa",
            unit ->
                CompletableFuture.supplyAsync(() -> inbox.inUnit("BB", beside -> "done"))
                    .orTimeout(10, TimeUnit.SECONDS)
                    .join());

    assertThat(inner).isEqualTo("done");
  }

  @Test
  void shouldRatherRefuseThanForgetTooEarly() {
    settle(order(1), CHARGED);
    settle(order(2), CHARGED);

    assertThatThrownBy(() -> settle(order(3), CHARGED))
        .isInstanceOf(InboxUnavailable.class)
        .hasMessageContaining("holds 2 commands younger than PT10M");
    assertThat(inbox.size()).isEqualTo(2);

    now = now.plus(RETENTION);
    settle(order(3), CHARGED);

    assertThat(inbox.size()).isEqualTo(1);
    assertThat(recall(order(3)).same()).isEqualTo(CHARGED);
  }

  @Test
  void shouldSayThatItHasNoTransaction() {
    assertThatThrownBy(
            () -> inbox.inUnit("order-1", unit -> unit.transaction().as(Connection.class)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("java.sql.Connection");
  }

  private static CommandId order(int number) {
    return new CommandId("order-" + number, "charge-card", Direction.ACTION);
  }
}
