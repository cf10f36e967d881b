package io.palinode.core;

/**
 * Something that cannot be: the journal or the code is wrong. It stops the shard in which it shows,
 * loudly, and no other.
 */
public final class BrokenInvariant extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  public BrokenInvariant(String message) {
    super(message);
  }
}
