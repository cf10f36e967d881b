package io.palinode.message;

import org.jspecify.annotations.Nullable;

/**
 * What a key answers to a saga's step: an ordinary reply that names the key, so that a saga's shard
 * can give back what nobody waits for.
 *
 * @param signalId of the signal that comes with it; null where none does
 */
public record KeyReply(KeyAddress address, ReplyMessage reply, @Nullable String signalId) {

  /** True if the record is the reply of a key. */
  public static boolean isOne(WireRecord record) {
    return record.headers().containsKey(WireHeader.KEY);
  }

  public WireRecord toRecord() {
    WireRecord record = reply.toRecord().with(WireHeader.KEY, address.toString());
    return signalId == null ? record : record.with(WireHeader.SIGNAL, signalId);
  }

  /**
   * Reads such a record.
   *
   * @throws MalformedMessage saying what is missing or wrong
   */
  public static KeyReply from(WireRecord record) {
    return new KeyReply(
        KeyAddress.parse(record.required(WireHeader.KEY)),
        ReplyMessage.from(record),
        record.headers().get(WireHeader.SIGNAL));
  }
}
