package io.palinode.server.runtime;

import static io.palinode.server.runtime.Orders.CODEC;

import io.palinode.core.key.Mailbox;
import io.palinode.message.CommandId;
import io.palinode.message.Direction;
import io.palinode.message.KeyAddress;
import io.palinode.message.KeyRequest;
import io.palinode.message.KeyRequest.Verb;
import io.palinode.message.KeyUse;
import io.palinode.message.Payload;
import io.palinode.message.SagaRequest;
import io.palinode.message.Signal;
import io.palinode.message.SignalWish;
import io.palinode.message.WireRecord;
import io.palinode.saga.Saga;
import io.palinode.saga.SagaBuilder;
import io.palinode.saga.SagaDefinition;
import io.palinode.server.journal.KeyCodec;
import io.palinode.server.journal.StoredKey;
import java.time.Duration;
import java.util.List;

/** A saga that waits ten minutes for a customer to pay, and perhaps ships something then. */
final class Collect {
  static final String SAGA = "collect";
  static final String PAID = "paid";
  static final String SHIP = "ship";
  static final String WAREHOUSE = "warehouse";
  static final KeyAddress ANNA = new KeyAddress(KeyUse.SIGNAL, PAID, "anna");
  static final SagaDefinition<Account> COLLECT = collect(1);
  static final SagaDefinition<Account> COLLECT_AND_SHIP =
      collecting(1)
          .step(SHIP)
          .at(WAREHOUSE)
          .command(account -> new Ship(account.amount()))
          .retriable()
          .build();

  private Collect() {}

  record Account(String customer, int amount) {
    Account with(Paid signal) {
      return new Account(customer, signal.amount());
    }
  }

  record Paid(int amount) {}

  record Ship(int amount) {}

  static SagaDefinition<Account> collect(int version) {
    return collecting(version).build();
  }

  private static SagaBuilder<Account> collecting(int version) {
    SagaBuilder<Account> saga = Saga.named(SAGA, Account.class).version(version);
    saga.signal(PAID, Paid.class)
        .by(Account::customer)
        .within(Duration.ofMinutes(10))
        .onSignal(Account::with);
    return saga;
  }

  static WireRecord start(String sagaId) {
    return new SagaRequest.Start(sagaId, SAGA, CODEC.encode(new Account("anna", 0))).toRecord();
  }

  static WireRecord pay(String signalId, int amount) {
    return new Signal(ANNA, signalId, CODEC.encode(new Paid(amount))).toRecord();
  }

  /** A claim as a saga's shard sends it. */
  static WireRecord claim(String sagaId) {
    Payload wish = CODEC.encode(new SignalWish());
    return new KeyRequest(ANNA, Verb.CLAIM, wait(sagaId), 1, 1, wish).toRecord();
  }

  static CommandId wait(String sagaId) {
    return new CommandId(sagaId, PAID, Direction.ACTION);
  }

  /** The customer's mailbox, by the journal. */
  static Mailbox mailbox(List<StoredKey> keys) {
    return keys.stream()
        .map(key -> (Mailbox) KeyCodec.decode(KeyUse.SIGNAL, key.content()))
        .findFirst()
        .orElse(Mailbox.EMPTY);
  }
}
