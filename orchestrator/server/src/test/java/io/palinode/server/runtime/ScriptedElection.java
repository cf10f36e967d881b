package io.palinode.server.runtime;

import io.palinode.server.coordination.OwnershipListener;
import io.palinode.server.coordination.ShardElection;
import io.palinode.server.journal.MemoryJournal;
import io.palinode.server.journal.ShardJournal;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A race that the test decides. A race given up is lost at once, and its session ends, as {@link
 * ShardElection} says.
 */
final class ScriptedElection implements ShardElection {
  private final Supplier<MemoryJournal> sessions;
  private final UnaryOperator<ShardJournal> seenAs;
  private @Nullable OwnershipListener listener;
  private @Nullable MemoryJournal session;
  private int restarts;
  private boolean closed;

  ScriptedElection(Supplier<MemoryJournal> sessions) {
    this(sessions, UnaryOperator.identity());
  }

  /** A race whose winner sees its journal through something. */
  ScriptedElection(Supplier<MemoryJournal> sessions, UnaryOperator<ShardJournal> seenAs) {
    this.sessions = sessions;
    this.seenAs = seenAs;
  }

  @Override
  public void start(OwnershipListener listener) {
    this.listener = listener;
  }

  @Override
  public void restart() {
    restarts++;
    lose();
  }

  @Override
  public void close() {
    closed = true;
    endSession();
  }

  /** Wins in a new session. */
  void win() {
    session = sessions.get();
    listener().won(seenAs.apply(session));
  }

  void suspend() {
    listener().suspended();
  }

  void resume() {
    listener().resumed();
  }

  /** The session is over, and the node hears of it. */
  void lose() {
    if (session != null) {
      endSession();
      listener().lost();
    }
  }

  /** The session is over on the server; the node has not heard of it. */
  void expireUnheard() {
    session().expire();
  }

  MemoryJournal session() {
    return Objects.requireNonNull(session, "No session is open.");
  }

  boolean hasSession() {
    return session != null;
  }

  int restarts() {
    return restarts;
  }

  boolean isClosed() {
    return closed;
  }

  private OwnershipListener listener() {
    return Objects.requireNonNull(listener, "The race has not begun.");
  }

  private void endSession() {
    if (session != null) {
      session.expire();
      session = null;
    }
  }
}
