package io.palinode.server.runtime;

import io.palinode.message.KeyAddress;
import io.palinode.message.Topics;
import io.palinode.server.journal.Batch;
import io.palinode.server.journal.DoneSegment;
import java.util.HashMap;
import java.util.Map;

/**
 * How many bytes a batch takes at most: what it writes, and the paths where it does.
 *
 * <p>It counts as full while one more log or key of the greatest size still fits, beside the head
 * and the window of ended sagas. One input writes one log or key. So a batch that is asked before
 * each input never passes the journal's limit.
 *
 * <p>Used by the shard's thread only.
 */
final class BatchSize {
  /** The greatest size of one saga's log or one key, in bytes. */
  static final int MAX_CONTENT = 256 * 1024;

  /** The head, two segments of the window, and the paths of these and of one log or key. */
  private static final int RESERVED = 2 * DoneSegment.MAX_ENTRIES * Long.BYTES + 4 * 1024;

  private static final int FULL = Batch.MAX_BYTES - MAX_CONTENT - RESERVED;

  /** What a path takes at most beside namespace and name, and what a lock's adds to its log's. */
  private static final int BYTES_OF_PATH = 24;

  private static final int BYTES_OF_LOCK = 40;

  /** A character that does not stand in a path as it is: three bytes of UTF-8, as {@code %XX}. */
  private static final int BYTES_OF_CHARACTER = 9;

  private final int bytesOfPath;
  private final Map<String, Integer> keys = new HashMap<>();
  private int bytes;

  /** Nothing is written yet. */
  BatchSize(Topics topics) {
    this.bytesOfPath = topics.namespace().length() + BYTES_OF_PATH;
  }

  /** A saga is written that was not before; its log grows from nothing. */
  void saga(String id) {
    bytes += 2 * (bytesOfPath + id.length()) + BYTES_OF_LOCK;
  }

  /** A log has become longer by so many bytes, or shorter if that is negative. */
  void log(int growth) {
    bytes += growth;
  }

  /** A saga is taken out. */
  void removal(String id) {
    bytes += bytesOfPath + id.length();
  }

  /** A key is written as it now is, instead of as it was when it was last counted. */
  void key(LiveKey key) {
    int now = bytesOfPath + bytesOf(key.address()) + key.weight();
    Integer before = keys.put(key.address().toString(), now);
    bytes += now - (before == null ? 0 : before);
  }

  boolean isFull() {
    return bytes >= FULL;
  }

  private static int bytesOf(KeyAddress address) {
    String key = address.key();
    int escaped = 0;
    for (int i = 0; i < key.length(); i++) {
      escaped += isPlain(key.charAt(i)) ? 1 : BYTES_OF_CHARACTER;
    }
    return address.use().word().length() + address.name().length() + escaped;
  }

  private static boolean isPlain(char each) {
    return (each >= 'a' && each <= 'z')
        || (each >= 'A' && each <= 'Z')
        || (each >= '0' && each <= '9');
  }
}
