package io.palinode.chaos.participant;

import io.palinode.message.CommandId;
import io.palinode.participant.Remembered;
import io.palinode.participant.Remembered.Settled;
import java.util.HashMap;
import java.util.Map;

/**
 * What a ledger remembers of one saga.
 *
 * <p>Immutable.
 */
record Page(long epoch, Map<CommandId, Settled> settled) {
  static final Page EMPTY = new Page(Remembered.NO_EPOCH, Map.of());

  Page {
    settled = Map.copyOf(settled);
  }

  Page with(LedgerLine line) {
    var page = raised(Math.max(epoch, line.epoch()));
    for (var answer : line.answers()) {
      var reply = answer.reply(line.saga());
      page = page.with(reply.id(), new Settled(reply.attempt(), reply.outcome()));
    }
    return page;
  }

  Page with(CommandId id, Settled how) {
    var all = new HashMap<>(settled);
    all.put(id, how);
    return new Page(epoch, all);
  }

  Page raised(long newEpoch) {
    return new Page(newEpoch, settled);
  }

  Remembered recall(CommandId id) {
    return new Remembered(epoch, settled.get(id), settled.get(id.opposite()));
  }
}
