package io.palinode.testkit.paths;

import io.palinode.message.Direction;
import io.palinode.testkit.paths.Answer.Kind;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What is outside of the orchestrator: messages on their way, which may arrive in any order, and
 * the participants.
 *
 * <p>Immutable.
 *
 * @param memories of the participants, by step
 */
record World(Set<Sent> commands, Set<Answer> answers, Map<String, Memory> memories) {
  static final World EMPTY = new World(Set.of(), Set.of(), Map.of());

  Memory memory(String step) {
    return memories.getOrDefault(step, Memory.NONE);
  }

  boolean isQuiet() {
    return commands.isEmpty() && answers.isEmpty();
  }

  /**
   * The orchestrator sends. Of one command only the newest attempt is kept on its way: to its
   * participant all attempts are the same.
   */
  World sending(Collection<Sent> more) {
    Set<Sent> next = new HashSet<>(commands);
    for (Sent sent : more) {
      next.removeIf(older -> older.id().equals(sent.id()));
      next.add(sent);
    }
    return new World(next, answers, memories);
  }

  /** A participant receives a command and answers it so. */
  World answering(Sent command, Kind kind) {
    Set<Sent> left = new HashSet<>(commands);
    left.remove(command);
    Set<Answer> next = new HashSet<>(answers);
    next.add(new Answer(command.id(), command.attempt(), kind));
    String step = command.id().step();
    Direction direction = command.id().direction();
    Map<String, Memory> remembered = new HashMap<>(memories);
    remembered.put(step, memory(step).after(direction, kind));
    return new World(left, next, remembered);
  }

  /** The orchestrator has read a reply. */
  World without(Answer answer) {
    Set<Answer> left = new HashSet<>(answers);
    left.remove(answer);
    return new World(commands, left, memories);
  }
}
