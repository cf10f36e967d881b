package io.palinode.server.transport.kafka;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.errors.TransactionAbortedException;
import org.jspecify.annotations.Nullable;

/**
 * Which records of one transaction it failed for.
 *
 * <p>When one record cannot be sent, the producer may fail those that still wait in its buffer with
 * the very same exception. The first that an exception is told of is to blame for it, and the
 * others are not.
 *
 * <p>Thread-safe.
 */
final class SendFaults {
  private final Map<Outgoing, Exception> byRecord =
      Collections.synchronizedMap(new IdentityHashMap<>());
  private final Set<Throwable> told = Collections.newSetFromMap(new IdentityHashMap<>());

  /** Notes what the producer says of a record; null where it is written. */
  synchronized void note(Outgoing record, @Nullable Exception why) {
    if (why != null && !(why instanceof TransactionAbortedException) && told.add(root(why))) {
      byRecord.put(record, why);
    }
  }

  /** The records at fault, by identity, and why. */
  Map<Outgoing, Exception> byRecord() {
    return byRecord;
  }

  private static Throwable root(Throwable why) {
    Throwable root = why;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }
}
