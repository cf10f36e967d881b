package io.palinode.server.runtime;

import io.palinode.message.KeyAddress;
import io.palinode.message.Reason;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The business keys that a shard holds: those that somebody has, and those whose znodes nobody can
 * read.
 *
 * <p>Used by the shard's thread only.
 */
final class LiveKeys {
  private final Map<String, LiveKey> byAddress = new HashMap<>();
  private final Map<String, Reason> damaged = new HashMap<>();
  private final SignalLimits limits;

  LiveKeys(SignalLimits limits) {
    this.limits = limits;
  }

  /** What becomes of signals that nobody waits for. */
  SignalLimits limits() {
    return limits;
  }

  @Nullable LiveKey find(String address) {
    return byAddress.get(address);
  }

  /** The key at this address; a free one, which is not held yet, if nobody has it. */
  LiveKey get(KeyAddress address) {
    LiveKey held = byAddress.get(address.toString());
    return held == null ? LiveKey.free(address) : held;
  }

  void add(LiveKey key) {
    byAddress.put(key.address().toString(), key);
  }

  /** Forgets a key that nobody has, when the batch that says so is on its way and not before. */
  void removeIfFree(LiveKey key) {
    if (key.state().isFree()) {
      byAddress.remove(key.address().toString());
    }
  }

  /** Notes a key that cannot be read. It keeps its znode until a person mends it. */
  void addDamaged(String address, Reason why) {
    damaged.put(address, why);
  }

  /** Why the key cannot be read; null if it can, or is not here. */
  @Nullable Reason damage(String address) {
    return damaged.get(address);
  }

  Collection<LiveKey> all() {
    return byAddress.values();
  }
}
