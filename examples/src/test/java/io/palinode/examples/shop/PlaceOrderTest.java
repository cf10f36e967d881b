package io.palinode.examples.shop;

import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.examples.shop.orders.ConfirmOrder;
import io.palinode.examples.shop.payments.AuthorisePayment;
import io.palinode.examples.shop.payments.CapturePayment;
import io.palinode.examples.shop.payments.PaymentAuthorised;
import io.palinode.examples.shop.payments.VoidAuthorisation;
import io.palinode.examples.shop.shipping.ArrangeShipping;
import io.palinode.examples.shop.shipping.CancelShipping;
import io.palinode.examples.shop.shipping.ShippingArranged;
import io.palinode.examples.shop.stock.ReleaseStock;
import io.palinode.examples.shop.stock.ReserveStock;
import io.palinode.examples.shop.stock.StockReserved;
import io.palinode.message.SagaStatus;
import io.palinode.testkit.SagaTest;
import io.palinode.testkit.TestedSaga;
import io.palinode.testkit.paths.FailurePaths;
import io.palinode.testkit.paths.PathReport;
import org.junit.jupiter.api.Test;

/** The order saga, told as stories in virtual time. */
class PlaceOrderTest {
  private static final Order ORDER =
      Order.placed("7", "Ada Hartmann", "MUG-BLUE", 2, 2580, "4929000000014242", "10117");

  private static final ReserveStock RESERVE = new ReserveStock("7", "MUG-BLUE", 2);
  private static final AuthorisePayment AUTHORISE =
      new AuthorisePayment("7", "4929000000014242", 2580);
  private static final ArrangeShipping SHIP = new ArrangeShipping("7", "Ada Hartmann", "10117");
  private static final CapturePayment CAPTURE = new CapturePayment("7", "AUTH-1");
  private static final ConfirmOrder CONFIRM = new ConfirmOrder("7", "Ada Hartmann", "PARCEL-1");
  private static final ReleaseStock RELEASE = new ReleaseStock("7");
  private static final VoidAuthorisation VOID = new VoidAuthorisation("7");
  private static final CancelShipping CANCEL = new CancelShipping("7");

  @Test
  void shouldCarryAnOrderThrough() {
    paid()
        .expectCommand("orders", CONFIRM)
        .succeeds()
        .expectCompleted(ORDER.reserved("RES-1").authorised("AUTH-1").shipped("PARCEL-1"));
  }

  @Test
  void shouldHaveNothingToUndoWhenStockIsSoldOut() {
    placed()
        .expectCommand("stock", RESERVE)
        .rejects("SOLD_OUT")
        .expectNothingSent()
        .expectCompensated();
  }

  @Test
  void shouldReleaseStockWhenTheCardIsRefused() {
    reserved()
        .expectCommand("payments", AUTHORISE)
        .rejects("CARD_REFUSED")
        .expectCompensation("stock", RELEASE)
        .succeeds()
        .expectCompensated();
  }

  @Test
  void shouldVoidTheAuthorisationFirstWhenNoCarrierGoesThere() {
    authorised()
        .expectCommand("shipping", SHIP)
        .rejects("NO_CARRIER")
        .expectCompensation("payments", VOID)
        .succeeds()
        .expectCompensation("stock", RELEASE)
        .succeeds()
        .expectCompensated();
  }

  @Test
  void shouldUndoAllThreeStepsWhenTheBankDoesNotPay() {
    shipped()
        .expectCommand("payments", CAPTURE)
        .rejects("CAPTURE_REFUSED")
        .expectCompensation("shipping", CANCEL)
        .succeeds()
        .expectCompensation("payments", VOID)
        .succeeds()
        .expectCompensation("stock", RELEASE)
        .succeeds()
        .expectCompensated();
  }

  @Test
  void shouldGiveUpOnADepotThatFailsThreeTimesAndCancelAllTheSame() {
    authorised()
        .expectCommand("shipping", SHIP)
        .triesAgain("LabelPrinterBroken")
        .expectCommand("shipping", SHIP)
        .triesAgain("LabelPrinterBroken")
        .expectCommand("shipping", SHIP)
        .triesAgain("LabelPrinterBroken")
        .expectCompensation("shipping", CANCEL)
        .succeeds()
        .expectCompensation("payments", VOID);
  }

  @Test
  void shouldCancelAShipmentOfWhichNobodyHeard() {
    authorised()
        .expectCommand("shipping", SHIP)
        .isSilent()
        .expectCommand("shipping", SHIP)
        .isSilent()
        .expectCommand("shipping", SHIP)
        .isSilent()
        .expectCompensation("shipping", CANCEL)
        .succeeds()
        .expectCompensation("payments", VOID);
  }

  @Test
  void shouldWaitForASlowBank() {
    reserved()
        .expectCommand("payments", AUTHORISE)
        .isSilent()
        .expectCommand("payments", AUTHORISE)
        .succeeds(new PaymentAuthorised("AUTH-1"))
        .expectCommand("shipping", SHIP);
  }

  @Test
  void shouldWaitForAPersonWhenTheBankKeepsTheMoney() {
    TestedSaga<Order> undoing = authorised().expectCommand("shipping", SHIP).rejects("NO_CARRIER");
    for (int attempt = 1; attempt <= 6; attempt++) {
      undoing.expectCompensation("payments", VOID).triesAgain("BANK_OFFLINE");
    }

    undoing.expectNothingSent().expectParked("authorise-payment", "BANK_OFFLINE");
  }

  @Test
  void shouldNotTurnBackOnceTheMoneyIsTaken() {
    paid()
        .expectCommand("orders", CONFIRM)
        .isSilent()
        .expectCommand("orders", CONFIRM)
        .triesAgain("MAIL_SERVER_BUSY")
        .expectCommand("orders", CONFIRM)
        .succeeds()
        .expectCompleted();
  }

  @Test
  void shouldKeepItsRulesOnEveryPath() {
    PathReport paths = FailurePaths.of(PlaceOrder.DEFINITION).startedWith(ORDER).explore();

    assertThat(paths.ends())
        .containsOnlyKeys(SagaStatus.COMPLETED, SagaStatus.COMPENSATED, SagaStatus.PARKED);
  }

  private static TestedSaga<Order> placed() {
    return SagaTest.of(PlaceOrder.DEFINITION).started("7", ORDER);
  }

  private static TestedSaga<Order> reserved() {
    return placed().expectCommand("stock", RESERVE).succeeds(new StockReserved("RES-1"));
  }

  private static TestedSaga<Order> authorised() {
    return reserved()
        .expectCommand("payments", AUTHORISE)
        .succeeds(new PaymentAuthorised("AUTH-1"));
  }

  private static TestedSaga<Order> shipped() {
    return authorised().expectCommand("shipping", SHIP).succeeds(new ShippingArranged("PARCEL-1"));
  }

  private static TestedSaga<Order> paid() {
    return shipped().expectCommand("payments", CAPTURE).succeeds();
  }
}
