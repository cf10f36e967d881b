package io.palinode.chaos.participant;

import io.palinode.chaos.participant.LedgerLine.Effect;
import io.palinode.message.Direction;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The local transaction of a participant: what a command's handler does.
 *
 * <p>Used by the handler's thread.
 */
public final class Effects {
  private final String receipts;
  private final List<Effect> done = new ArrayList<>(1);

  /**
   * @param receipts what the receipts begin with
   */
  Effects(String receipts) {
    this.receipts = receipts;
  }

  /** Does something, and returns the receipt for it. It is kept if the handler succeeds. */
  String add(String step, Direction direction, @Nullable String heard) {
    var receipt = receipts + "." + done.size();
    done.add(new Effect(step, direction, receipt, heard));
    return receipt;
  }

  List<Effect> done() {
    return done;
  }

  void undo() {
    done.clear();
  }
}
