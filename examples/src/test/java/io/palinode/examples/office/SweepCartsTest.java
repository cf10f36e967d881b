package io.palinode.examples.office;

import io.palinode.examples.office.SweepCarts.CartsFound;
import io.palinode.examples.office.SweepCarts.FindCarts;
import io.palinode.examples.office.SweepCarts.FreeStock;
import io.palinode.examples.office.SweepCarts.Sweep;
import io.palinode.examples.office.SweepCarts.TellCustomer;
import io.palinode.testkit.AskedLock;
import io.palinode.testkit.SagaTest;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SweepCartsTest {
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
  private static final FindCarts FIND = new FindCarts(Instant.parse("2026-11-23T12:00:00Z"), 50);

  @Test
  void shouldGiveUpEachCart() {
    var sweep =
        fired()
            .isGranted()
            .expectCommand("shop", FIND)
            .succeeds(new CartsFound(List.of("c-1", "c-2")));
    var first = sweep.expectCommand("stock", new FreeStock("c-1"));
    var second = sweep.expectCommand("stock", new FreeStock("c-2"));

    second.succeeds().expectCommand("mail", new TellCustomer("c-2")).succeeds();
    first.succeeds().expectCommand("mail", new TellCustomer("c-1")).succeeds().expectCompleted();
  }

  @Test
  void shouldLeaveItToTheNextSweepWhereTheShopIsSilent() {
    fired().isGranted().expectCommand("shop", FIND).isSilent().expectCompensated("TIMEOUT");
  }

  @Test
  void shouldNotBeginWhileTheSweepBeforeIsAtWork() {
    fired().isHeldBy("sweep-carts@2026-11-24T11:45:00Z").expectCompensated("KEY_HELD");
  }

  private static AskedLock<Sweep> fired() {
    return SagaTest.of(SweepCarts.DEFINITION).firedAt(NOON).expectLock("sweep-carts", "all");
  }
}
