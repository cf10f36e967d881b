package io.palinode.chaos.saga;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The data of every saga here.
 *
 * @param key the desk at which it takes turns, or the box in which it looks for a signal
 * @param receipts of the steps that are done, in their order, as the participants gave them
 * @param heard the id of the signal that it has taken
 */
public record Errand(Script script, String key, List<String> receipts, @Nullable String heard) {
  public Errand {
    receipts = List.copyOf(receipts);
  }

  public static Errand of(Script script, String key) {
    return new Errand(script, key, List.of(), null);
  }

  Errand with(Done reply) {
    var all = new ArrayList<>(receipts);
    all.add(reply.receipt());
    return new Errand(script, key, all, heard);
  }

  Errand with(Word word) {
    return new Errand(script, key, receipts, word.id());
  }

  Object action(String step) {
    var mood = script.action(step);
    return mood == Mood.MUTE ? new Mumble(step) : new Act(step, mood, heard);
  }

  Undo undo(String step) {
    return new Undo(step, script.undo(step), heard);
  }

  /** Carry a step out. */
  public record Act(String step, Mood mood, @Nullable String heard) {}

  /** Undo a step. */
  public record Undo(String step, Mood mood, @Nullable String heard) {}

  /** A step was carried out. The receipt is the ledger's, and no other effect has it. */
  public record Done(String step, String receipt) {}

  /** A signal. Says its own id, so that whoever takes it can be asked which one that was. */
  public record Word(String id) {}

  /** A command that no participant understands. */
  record Mumble(String step) {}
}
