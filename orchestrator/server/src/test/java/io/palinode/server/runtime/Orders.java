package io.palinode.server.runtime;

import io.palinode.message.CommandId;
import io.palinode.message.CommandOutcome;
import io.palinode.message.Direction;
import io.palinode.message.Payload;
import io.palinode.message.PayloadCodec;
import io.palinode.message.Reason;
import io.palinode.message.ReplyMessage;
import io.palinode.message.SagaRequest;
import io.palinode.message.WireRecord;
import io.palinode.saga.RetryPolicy;
import io.palinode.saga.Saga;
import io.palinode.saga.SagaDefinition;
import java.time.Duration;

/** The saga of the tests here: stock is reserved, then the card is charged. */
final class Orders {
  static final String SAGA = "place-order";
  static final String RESERVE_STOCK = "reserve-stock";
  static final String CHARGE_CARD = "charge-card";
  static final String STOCK = "stock";
  static final String PAYMENTS = "payments";
  static final Duration TIMEOUT = Duration.ofSeconds(10);
  static final Duration RETRY_AFTER = Duration.ofSeconds(1);
  static final PayloadCodec CODEC = new PayloadCodec();
  static final SagaDefinition<Order> PLACE_ORDER = placeOrder(1);

  private Orders() {}

  record Order(String sku) {}

  record ReserveStock(String sku) {}

  record ReleaseStock(String sku) {}

  record ChargeCard(String sku) {}

  static SagaDefinition<Order> placeOrder(int version) {
    RetryPolicy twice = RetryPolicy.attempts(2).backoff(RETRY_AFTER, 1, RETRY_AFTER).jitter(0);
    return Saga.named(SAGA, Order.class)
        .version(version)
        .step(RESERVE_STOCK)
        .at(STOCK)
        .command(order -> new ReserveStock(order.sku()))
        .compensation(order -> new ReleaseStock(order.sku()))
        .timeout(TIMEOUT)
        .retry(twice)
        .compensationRetry(twice)
        .step(CHARGE_CARD)
        .at(PAYMENTS)
        .command(order -> new ChargeCard(order.sku()))
        .pivot()
        .timeout(TIMEOUT)
        .retry(RetryPolicy.never())
        .build();
  }

  static WireRecord start(String sagaId) {
    return start(sagaId, SAGA);
  }

  static WireRecord start(String sagaId, String definition) {
    return new SagaRequest.Start(sagaId, definition, CODEC.encode(new Order("apple"))).toRecord();
  }

  static CommandId action(String sagaId, String step) {
    return new CommandId(sagaId, step, Direction.ACTION);
  }

  static CommandId compensation(String sagaId, String step) {
    return new CommandId(sagaId, step, Direction.COMPENSATION);
  }

  static WireRecord succeeded(CommandId id) {
    return reply(id, new CommandOutcome.Succeeded(Payload.NONE));
  }

  static WireRecord rejected(CommandId id) {
    return reply(id, new CommandOutcome.Rejected(new Reason("NO", "not today")));
  }

  static WireRecord tryAgain(CommandId id) {
    return reply(id, new CommandOutcome.TryAgain(new Reason("BUSY", "soon"), null));
  }

  private static WireRecord reply(CommandId id, CommandOutcome outcome) {
    return new ReplyMessage(id, 1, outcome).toRecord();
  }
}
