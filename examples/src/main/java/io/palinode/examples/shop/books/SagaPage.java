package io.palinode.examples.shop.books;

import io.palinode.message.CommandId;
import io.palinode.participant.Remembered;
import io.palinode.participant.Remembered.Settled;
import java.util.HashMap;
import java.util.Map;

/**
 * What a ledger says about one saga: its epoch, and how its commands were settled.
 *
 * <p>Immutable.
 */
record SagaPage(long epoch, Map<CommandId, Settled> settled) {
  static final SagaPage EMPTY = new SagaPage(Remembered.NO_EPOCH, Map.of());

  SagaPage {
    settled = Map.copyOf(settled);
  }

  SagaPage with(LedgerLine line) {
    Map<CommandId, Settled> all = new HashMap<>(settled);
    line.settled().forEach(settlement -> all.put(settlement.id(), settlement.settled()));
    return new SagaPage(Math.max(epoch, line.epoch()), all);
  }

  SagaPage with(CommandId id, Settled how) {
    Map<CommandId, Settled> all = new HashMap<>(settled);
    all.put(id, how);
    return new SagaPage(epoch, all);
  }

  SagaPage raised(long newEpoch) {
    return new SagaPage(newEpoch, settled);
  }

  Remembered recall(CommandId id) {
    return new Remembered(epoch, settled.get(id), settled.get(id.opposite()));
  }
}
