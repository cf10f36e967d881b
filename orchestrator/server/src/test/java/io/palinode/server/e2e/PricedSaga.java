package io.palinode.server.e2e;

import static io.palinode.server.e2e.TripSaga.AGENCY;
import static io.palinode.server.e2e.TripSaga.BANK;

import io.palinode.saga.Saga;
import io.palinode.saga.SagaDefinition;
import io.palinode.server.e2e.TripSaga.ChargeCard;
import io.palinode.server.e2e.TripSaga.SendTicket;
import java.time.Duration;
import java.util.function.UnaryOperator;

/**
 * A saga whose price is made by a function in the orchestrator's process, and then charged and
 * sent.
 */
final class PricedSaga {
  private PricedSaga() {}

  record Offer(String id, String price) {
    static Offer of(String id) {
      return new Offer(id, "");
    }
  }

  record Price(String amount) {}

  /**
   * The saga with this function.
   *
   * @param pricing makes the price of the offer with this id
   */
  static SagaDefinition<Offer> of(UnaryOperator<String> pricing) {
    return Saga.named("price-and-charge", Offer.class)
        .step("price")
        .locally(offer -> new Price(pricing.apply(offer.id())))
        .onReply(Price.class, (offer, price) -> new Offer(offer.id(), price.amount()))
        .withoutCompensation()
        .timeout(Duration.ofMinutes(5))
        .step("charge-card")
        .at(BANK)
        .command(offer -> new ChargeCard(offer.price(), "", ""))
        .pivot()
        .step("send-ticket")
        .at(AGENCY)
        .command(offer -> new SendTicket(offer.id()))
        .retriable()
        .build();
  }
}
