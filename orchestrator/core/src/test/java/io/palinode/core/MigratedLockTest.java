package io.palinode.core;

import static io.palinode.core.LiveSaga.action;
import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.core.Effect.SendCommand;
import io.palinode.message.LockWish;
import io.palinode.saga.Saga;
import io.palinode.saga.SagaDefinition;
import io.palinode.saga.WhenHeld;
import org.junit.jupiter.api.Test;

/** A saga that moves to a version which treats those otherwise whose lock another saga holds. */
class MigratedLockTest {
  private static final String LOCK = "lock:customer";

  private final LiveSaga<Order> saga = new LiveSaga<>(exclusive(WhenHeld.queue()));

  record Order(String customer) {}

  record Reserve() {}

  private static SagaDefinition<Order> exclusive(WhenHeld whenHeld) {
    return Saga.named("order", Order.class)
        .exclusiveBy("customer", Order::customer, whenHeld)
        .step("reserve")
        .at("stock")
        .command(order -> new Reserve())
        .withoutCompensation()
        .build();
  }

  @Test
  void shouldKeepTheLockThatItHas() {
    saga.start(new Order("anna"));
    saga.succeeds(action(LOCK));

    LiveSaga<Order> moved = saga.movedTo(exclusive(WhenHeld.reject()));

    assertThat(moved.state().step(LOCK).status()).isEqualTo(StepStatus.SUCCEEDED);
    assertThat(moved.succeeds(action("reserve")).state().status().ended()).isTrue();
  }

  @Test
  void shouldGoOnWaitingAndAskByTheNewVersionNextTime() {
    saga.start(new Order("anna"));

    LiveSaga<Order> moved = saga.movedTo(exclusive(WhenHeld.queueAtMost(7)));

    moved.isSilent(action(LOCK));
    assertThat(moved.isTriedAgain(action(LOCK)).effects())
        .extracting(effect -> ((SendCommand) effect).payload())
        .containsExactly(LiveSaga.CODEC.encode(new LockWish(7)));
  }
}
