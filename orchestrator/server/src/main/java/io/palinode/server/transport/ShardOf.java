package io.palinode.server.transport;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Says which shard a saga belongs to.
 *
 * <p>Shard and partition are the same number, because this is what Kafka's own default partitioner
 * computes: the murmur2 hash of the key's UTF-8 bytes, without its sign, modulo the partitions.
 */
public final class ShardOf {
  private static final int SEED = 0x9747b28c;
  private static final int M = 0x5bd1e995;
  private static final int R = 24;

  private ShardOf() {}

  /** The shard of this saga among so many. */
  public static int shardOf(String sagaId, int shards) {
    return (murmur2(sagaId.getBytes(UTF_8)) & Integer.MAX_VALUE) % shards;
  }

  /** The hash as Kafka computes it: 32 bits, little-endian words, seed 0x9747b28c. */
  static int murmur2(byte[] data) {
    int hash = SEED ^ data.length;
    int words = data.length / 4;
    for (int i = 0; i < words; i++) {
      int word = littleEndian(data, i * 4, 4) * M;
      hash = hash * M ^ (word ^ word >>> R) * M;
    }
    int rest = data.length % 4;
    if (rest > 0) {
      hash = (hash ^ littleEndian(data, words * 4, rest)) * M;
    }
    hash = (hash ^ hash >>> 13) * M;
    return hash ^ hash >>> 15;
  }

  private static int littleEndian(byte[] data, int from, int length) {
    int word = 0;
    for (int i = 0; i < length; i++) {
      word |= (data[from + i] & 0xff) << (8 * i);
    }
    return word;
  }
}
