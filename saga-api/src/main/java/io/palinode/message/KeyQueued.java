package io.palinode.message;

/**
 * What a key tells a saga's shard when a step of the saga has to wait, on the topic of replies,
 * keyed by the saga's id. A claim may come late, after its saga has ended; the shard then gives its
 * place in the queue back. Otherwise nothing follows from it.
 *
 * @param claim the saga and its step that waits
 */
public record KeyQueued(KeyAddress address, CommandId claim) {

  /** True if the record is such a note. */
  public static boolean isOne(WireRecord record) {
    return record.headers().containsKey(WireHeader.KEY_QUEUED);
  }

  public WireRecord toRecord() {
    return WireRecord.keyed(claim.sagaId())
        .with(WireHeader.KEY_QUEUED, address.toString())
        .with(WireHeader.COMMAND, claim.toString())
        .carrying(Payload.NONE);
  }

  /**
   * Reads such a record.
   *
   * @throws MalformedMessage saying what is missing or wrong
   */
  public static KeyQueued from(WireRecord record) {
    return new KeyQueued(
        KeyAddress.parse(record.required(WireHeader.KEY_QUEUED)), record.commandId());
  }
}
