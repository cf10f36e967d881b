package io.palinode.server.journal.zookeeper;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Where a shard's znodes are.
 *
 * <pre>
 * /&lt;namespace&gt;/reshard                                 a plan, see {@link ReshardPlanCodec}
 * /&lt;namespace&gt;/shards/&lt;ss&gt;/head                          the fence, see {@link HeadCodec}
 * /&lt;namespace&gt;/shards/&lt;ss&gt;/log/&lt;bb&gt;/&lt;id&gt;                 a live saga's log
 * /&lt;namespace&gt;/shards/&lt;ss&gt;/log/&lt;bb&gt;/&lt;id&gt;/e&lt;epoch&gt;-lock-0000000000   its lock
 * /&lt;namespace&gt;/shards/&lt;ss&gt;/keys/&lt;bb&gt;/&lt;name&gt;              a business key, see {@link KeyName}
 * /&lt;namespace&gt;/shards/&lt;ss&gt;/done/&lt;number&gt;                 a segment of the window of ended sagas
 * </pre>
 *
 * <p>Buckets keep the answers to {@code getChildren} small. A saga's bucket follows from its id, a
 * key's from its name, for ever: this is part of the format.
 *
 * @param root the shard's own znode
 */
record ShardPaths(String root) {
  static final int BUCKETS = 64;

  private static final int BUCKET_BITS = 6;
  private static final int DONE_DIGITS = 10;
  private static final int SPREAD = 0x9E3779B9;

  static ShardPaths of(String namespace, int shard) {
    return new ShardPaths("/%s/shards/%02d".formatted(namespace, shard));
  }

  /** Where the plan of a new number of shards is, while that is not finished. */
  static String plan(String namespace) {
    return "/" + namespace + "/reshard";
  }

  /** Every znode above the shard's own, and that itself, the topmost first. */
  List<String> ancestry() {
    return IntStream.range(1, root.length() + 1)
        .filter(end -> end == root.length() || root.charAt(end) == '/')
        .mapToObj(end -> root.substring(0, end))
        .toList();
  }

  String head() {
    return root + "/head";
  }

  String logs() {
    return root + "/log";
  }

  List<String> buckets() {
    return buckets(logs());
  }

  String keys() {
    return root + "/keys";
  }

  List<String> keyBuckets() {
    return buckets(keys());
  }

  /** The znode of the key at this address. */
  String key(String address) {
    return keyNamed(KeyName.of(address));
  }

  /** The znode of the key whose znode is called so. */
  String keyNamed(String name) {
    return bucket(keys(), bucketOf(name)) + "/" + name;
  }

  String log(String sagaId) {
    return bucket(logs(), bucketOf(sagaId)) + "/" + sagaId;
  }

  String lock(String sagaId, long epoch) {
    return log(sagaId) + "/e" + epoch + "-lock-0000000000";
  }

  String done() {
    return root + "/done";
  }

  String done(long number) {
    String digits = Long.toString(number);
    return done() + "/" + "0".repeat(Math.max(0, DONE_DIGITS - digits.length())) + digits;
  }

  private static List<String> buckets(String parent) {
    return IntStream.range(0, BUCKETS).mapToObj(number -> bucket(parent, number)).toList();
  }

  private static String bucket(String parent, int number) {
    return parent + "/" + Character.forDigit(number >> 4, 16) + Character.forDigit(number & 15, 16);
  }

  static int bucketOf(String sagaId) {
    return (sagaId.hashCode() * SPREAD) >>> (Integer.SIZE - BUCKET_BITS);
  }
}
