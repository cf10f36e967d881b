package io.palinode.message;

/**
 * What a key answers to a saga's step: an ordinary reply that names the key, so that a saga's shard
 * can give back what nobody waits for.
 */
public record KeyReply(KeyAddress address, ReplyMessage reply) {

  /** True if the record is the reply of a key. */
  public static boolean isOne(WireRecord record) {
    return record.headers().containsKey(WireHeader.KEY);
  }

  public WireRecord toRecord() {
    return reply.toRecord().with(WireHeader.KEY, address.toString());
  }

  /**
   * Reads such a record.
   *
   * @throws MalformedMessage saying what is missing or wrong
   */
  public static KeyReply from(WireRecord record) {
    return new KeyReply(
        KeyAddress.parse(record.required(WireHeader.KEY)), ReplyMessage.from(record));
  }
}
