package io.palinode.core.key;

import io.palinode.core.key.KeyDecision.Answer;
import java.util.List;

/**
 * How one business key stands.
 *
 * <p>Immutable.
 */
public sealed interface KeyState permits Lock, Mailbox {

  /** True if nothing of the key need be kept. */
  boolean isFree();

  /**
   * The answers that were given in later batches than this one and that still stand, to be given
   * again by an owner that does not know whether they were sent.
   */
  List<Answer> grantedAfter(long batch);

  /** The claims that began to wait in later batches than this one, and still do. */
  List<Claim> queuedAfter(long batch);

  /** How many bytes it takes at most when it is written. */
  int weight();
}
