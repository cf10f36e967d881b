package io.palinode.server.runtime;

import io.palinode.core.key.Lock;
import io.palinode.core.key.Waiting;
import io.palinode.message.CommandId;
import io.palinode.message.Direction;
import io.palinode.message.KeyAddress;
import io.palinode.message.KeyRequest;
import io.palinode.message.KeyRequest.Verb;
import io.palinode.message.KeyUse;
import io.palinode.message.LockWish;
import io.palinode.message.Payload;
import io.palinode.message.PayloadCodec;
import io.palinode.message.SagaRequest;
import io.palinode.message.WireRecord;
import io.palinode.saga.Saga;
import io.palinode.saga.SagaDefinition;
import io.palinode.saga.WhenHeld;
import io.palinode.server.journal.KeyCodec;
import io.palinode.server.journal.StoredKey;

/** A saga of which one runs at a time for each customer: the order is reserved, and that is all. */
final class Exclusive {
  static final String SAGA = "serve";
  static final String LOCK = "lock:customer";
  static final String SERVE = "serve-customer";
  static final String SHOP = "shop";
  static final KeyAddress ANNA = new KeyAddress(KeyUse.LOCK, "customer", "anna");
  static final SagaDefinition<Customer> QUEUEING = serve(WhenHeld.queue());
  static final SagaDefinition<Customer> REJECTING = serve(WhenHeld.reject());

  private static final PayloadCodec CODEC = new PayloadCodec();

  private Exclusive() {}

  record Customer(String name) {}

  record Serve(String name) {}

  static SagaDefinition<Customer> serve(WhenHeld whenHeld) {
    return Saga.named(SAGA, Customer.class)
        .exclusiveBy("customer", Customer::name, whenHeld)
        .step(SERVE)
        .at(SHOP)
        .command(customer -> new Serve(customer.name()))
        .retriable()
        .build();
  }

  static WireRecord start(String sagaId, String customer) {
    return new SagaRequest.Start(sagaId, SAGA, CODEC.encode(new Customer(customer))).toRecord();
  }

  /** A claim as a saga's shard sends it. */
  static WireRecord claim(String sagaId, KeyAddress address, int mostWaiting, long epoch) {
    Payload wish = CODEC.encode(new LockWish(mostWaiting));
    return new KeyRequest(address, Verb.CLAIM, step(sagaId), 1, epoch, wish).toRecord();
  }

  /** A release as a saga's shard sends it. */
  static WireRecord release(String sagaId, KeyAddress address, long epoch) {
    return new KeyRequest(address, Verb.RELEASE, step(sagaId), 1, epoch, Payload.NONE).toRecord();
  }

  static CommandId step(String sagaId) {
    return new CommandId(sagaId, LOCK, Direction.ACTION);
  }

  /** A key as the journal has it: address, holder and queue. */
  static String text(StoredKey stored) {
    Lock lock = (Lock) KeyCodec.decode(KeyUse.LOCK, stored.content());
    return "%s: %s %s"
        .formatted(
            stored.address(),
            lock.holder() == null ? "" : lock.holder().sagaId(),
            lock.queue().stream().map(Waiting::sagaId).toList());
  }
}
