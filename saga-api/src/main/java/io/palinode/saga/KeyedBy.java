package io.palinode.saga;

import io.palinode.message.KeyAddress;
import io.palinode.message.KeyUse;
import io.palinode.message.LockWish;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The business key to which a step's command goes, instead of to a participant.
 *
 * <p>Immutable, if the function is pure as it must be.
 *
 * @param name of the lock
 * @param key asked once, when the step is reached; the answer is journaled
 * @param wish what is wanted of the key: the command's payload
 */
public record KeyedBy<D>(KeyUse use, String name, Function<Scope<D>, String> key, LockWish wish) {

  /** How the step is called: no name that a definition gives has a colon. */
  String step() {
    return use.word() + ":" + name;
  }

  /** What stands in a step for its participant. */
  String participant() {
    return use.word() + "/" + name;
  }

  /**
   * The address of the key that these data give.
   *
   * @throws NullPointerException if they give none
   * @throws io.palinode.message.MalformedMessage if it is empty or too long
   */
  public KeyAddress address(Scope<D> scope) {
    String given = key.apply(scope);
    if (given == null) {
      throw new NullPointerException("The key's function returned null.");
    }
    return new KeyAddress(use, name, given);
  }

  String outline() {
    return Integer.toString(wish.mostWaiting());
  }

  /** As two versions of a definition are compared. */
  Outline describe() {
    String whenHeld =
        wish.mostWaiting() == 0 ? "refused" : "waits, at most %d do".formatted(wish.mostWaiting());
    return new Outline(use.word(), step(), Map.of("when held", whenHeld), List.of());
  }
}
