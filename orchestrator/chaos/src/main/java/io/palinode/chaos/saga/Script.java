package io.palinode.chaos.saga;

import java.util.Map;
import java.util.TreeMap;

/**
 * How the participants take one saga's commands. It travels in the saga's data, so that any process
 * of a participant plays the same part.
 *
 * <p>Immutable.
 *
 * @param actions by step; a step that is not there is {@link Mood#WILLING}
 * @param undos the same for compensations
 */
public record Script(Map<String, Mood> actions, Map<String, Mood> undos) {
  /** Everybody does what they are told. */
  public static final Script WILLING = new Script(Map.of(), Map.of());

  public Script {
    actions = Map.copyOf(actions);
    undos = Map.copyOf(undos);
  }

  public Mood action(String step) {
    return actions.getOrDefault(step, Mood.WILLING);
  }

  public Mood undo(String step) {
    return undos.getOrDefault(step, Mood.WILLING);
  }

  public Script withAction(String step, Mood mood) {
    return new Script(with(actions, step, mood), undos);
  }

  public Script withUndo(String step, Mood mood) {
    return new Script(actions, with(undos, step, mood));
  }

  private static Map<String, Mood> with(Map<String, Mood> moods, String step, Mood mood) {
    var all = new TreeMap<>(moods);
    all.put(step, mood);
    return all;
  }
}
