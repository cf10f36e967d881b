package io.palinode.server.runtime;

import io.palinode.core.key.KeyState;
import io.palinode.core.key.Lock;
import io.palinode.core.key.Mailbox;
import io.palinode.message.KeyAddress;
import io.palinode.message.KeyUse;
import io.palinode.server.journal.KeyCodec;
import io.palinode.server.journal.KeyWrite;
import org.jspecify.annotations.Nullable;

/**
 * One business key that its shard holds in memory, as the next write will have it.
 *
 * <p>It may be ahead of the journal by the batches that are on their way. Used by the shard's
 * thread only.
 */
final class LiveKey {
  private static final int UNWRITTEN = -1;

  private final KeyAddress address;
  private KeyState state;
  private int version;
  private boolean durable;
  private boolean unconfirmed;

  private LiveKey(KeyAddress address, KeyState state, int version) {
    this.address = address;
    this.state = state;
    this.version = version;
  }

  /** A key that the journal does not have. */
  static LiveKey free(KeyAddress address) {
    return new LiveKey(
        address, address.use() == KeyUse.LOCK ? Lock.FREE : Mailbox.EMPTY, UNWRITTEN);
  }

  /**
   * A key read from the journal. Whether its holder still lives is not known in this term, and is
   * asked when somebody else wants the key.
   */
  static LiveKey loaded(KeyAddress address, KeyState state, int version) {
    LiveKey key = new LiveKey(address, state, version);
    key.durable = true;
    key.unconfirmed = true;
    return key;
  }

  /** A key whose znode is gone, to be written again from memory. */
  LiveKey vanished() {
    return loaded(address, state, UNWRITTEN);
  }

  KeyAddress address() {
    return address;
  }

  KeyState state() {
    return state;
  }

  /** Takes a decision over. */
  void become(KeyState next) {
    boolean sameHolder =
        next instanceof Lock after
            && state instanceof Lock before
            && after.grantedIn() == before.grantedIn();
    unconfirmed &= sameHolder;
    state = next;
  }

  /** True, once, if the holder of a lock is to be asked whether it still is, and those who wait. */
  boolean asksHolder() {
    boolean asks = unconfirmed && !state.isFree();
    unconfirmed = false;
    return asks;
  }

  /** Notes that the journal has what was written. */
  void committed() {
    durable = true;
  }

  /** True if the journal has had the key: if its znode is gone then, somebody has taken it. */
  boolean isDurable() {
    return durable;
  }

  /**
   * The write that brings the journal to this state; null if the journal has nothing of the key and
   * need not. Counts as sent: the next write follows it.
   */
  @Nullable KeyWrite write() {
    if (state.isFree()) {
      return version == UNWRITTEN ? null : new KeyWrite.Remove(address.toString(), version);
    }
    byte[] content = KeyCodec.encode(state);
    KeyWrite write =
        version == UNWRITTEN
            ? new KeyWrite.Create(address.toString(), content)
            : new KeyWrite.Update(address.toString(), content, version);
    version++;
    return write;
  }

  /** About how many bytes a write takes. */
  int weight() {
    return state.weight();
  }
}
