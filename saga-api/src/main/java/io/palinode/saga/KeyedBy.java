package io.palinode.saga;

import io.palinode.message.KeyAddress;
import io.palinode.message.KeyUse;
import java.util.function.Function;

/**
 * The business key to which a step's command goes, instead of to a participant.
 *
 * <p>Immutable, if the function is pure as it must be.
 *
 * @param name of the lock or the signal
 * @param key asked once, when the step is reached; the answer is journaled
 * @param wish what is wanted of the key: the command's payload
 * @param goesOn true if the saga goes on when its wait for a signal is over, false if it fails
 * @param terms in words, as two versions of a definition are compared
 */
public record KeyedBy<D>(
    KeyUse use,
    String name,
    Function<Scope<D>, String> key,
    Object wish,
    boolean goesOn,
    String terms) {

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

  /** True of a lock, which the saga keeps until it has ended. */
  public boolean isLock() {
    return use == KeyUse.LOCK;
  }
}
