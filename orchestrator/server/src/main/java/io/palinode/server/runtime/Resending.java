package io.palinode.server.runtime;

import io.palinode.server.runtime.ShardCounters.Count;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;

/**
 * Sends again what a former owner may not have sent.
 *
 * <p>That may be a command for every live saga. So what is to be sent of one saga or key is written
 * only when there is room for it among the records that Kafka has not acknowledged. Until the last
 * is sent the term decides nothing, so that each is still what its saga waits for.
 *
 * <p>Used by the shard's thread only.
 */
final class Resending {
  private final Deque<Supplier<List<Sending>>> unsent;
  private final Publications publications;
  private final TermTools tools;

  /**
   * Nothing is sent yet.
   *
   * @param unsent writes what is to be sent of one saga or key
   * @param batch the last of the former owner: what is sent counts as its own
   */
  Resending(
      List<Supplier<List<Sending>>> unsent,
      Publications publications,
      TermTools tools,
      long batch) {
    this.unsent = new ArrayDeque<>(unsent);
    this.publications = publications;
    this.tools = tools;
    publications.open(batch);
    closeIfDone();
  }

  /** True when all of it is sent. */
  boolean isDone() {
    return unsent.isEmpty();
  }

  /** Sends as much as there is room for. */
  void goOn() {
    while (!unsent.isEmpty() && publications.hasRoom()) {
      for (Sending sending : unsent.removeFirst().get()) {
        tools.counters().add(Count.RESENT_AT_TAKEOVER);
        publications.add(sending);
        tools.outbox().send(sending);
      }
      closeIfDone();
    }
  }

  private void closeIfDone() {
    if (unsent.isEmpty()) {
      publications.close();
    }
  }
}
