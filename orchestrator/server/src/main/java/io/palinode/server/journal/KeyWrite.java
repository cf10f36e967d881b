package io.palinode.server.journal;

/**
 * What one batch does to the znode of one business key. A key is written whole; {@code content}
 * arrays belong to the batch and are not changed afterwards.
 */
public sealed interface KeyWrite {
  /** The greatest size of one key, in bytes. */
  int MAX_BYTES = 256 * 1024;

  /** See {@link io.palinode.message.KeyAddress}. */
  String address();

  /** A key that nobody had or wanted. */
  record Create(String address, byte[] content) implements KeyWrite {}

  /**
   * A key as it stands now.
   *
   * @param version the version that it has in the journal
   */
  record Update(String address, byte[] content, int version) implements KeyWrite {}

  /**
   * A key that nobody has or wants any more.
   *
   * @param version the version that it has in the journal
   */
  record Remove(String address, int version) implements KeyWrite {}
}
