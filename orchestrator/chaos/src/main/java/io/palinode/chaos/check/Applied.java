package io.palinode.chaos.check;

import io.palinode.chaos.participant.LedgerLine;
import io.palinode.chaos.participant.LedgerLine.Effect;
import io.palinode.message.Direction;

/**
 * An effect, and the line of the ledger that it stands on.
 *
 * @param participant whose ledger it is
 */
public record Applied(String participant, LedgerLine line, Effect effect) {
  long tick() {
    return line.tick();
  }

  boolean action() {
    return effect.direction() == Direction.ACTION;
  }

  String name() {
    return effect.step() + "/" + effect.direction().word();
  }
}
