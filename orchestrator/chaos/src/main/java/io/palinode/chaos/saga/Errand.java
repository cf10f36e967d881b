package io.palinode.chaos.saga;

import java.util.ArrayList;
import java.util.List;

/**
 * The data of every saga here.
 *
 * @param receipts of the steps that are done, in their order, as the participants gave them
 */
public record Errand(Script script, List<String> receipts) {
  public Errand {
    receipts = List.copyOf(receipts);
  }

  public static Errand of(Script script) {
    return new Errand(script, List.of());
  }

  Errand with(Done reply) {
    var all = new ArrayList<>(receipts);
    all.add(reply.receipt());
    return new Errand(script, all);
  }

  Object action(String step) {
    var mood = script.action(step);
    return mood == Mood.MUTE ? new Mumble(step) : new Act(step, mood);
  }

  Undo undo(String step) {
    return new Undo(step, script.undo(step));
  }

  /** Carry a step out. */
  public record Act(String step, Mood mood) {}

  /** Undo a step. */
  public record Undo(String step, Mood mood) {}

  /** A step was carried out. The receipt is the ledger's, and no other effect has it. */
  public record Done(String step, String receipt) {}

  /** A command that no participant understands. */
  record Mumble(String step) {}
}
