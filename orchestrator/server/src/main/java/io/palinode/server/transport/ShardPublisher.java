package io.palinode.server.transport;

/**
 * What one owner of a shard sends through in its term.
 *
 * <p>One that keeps others out is used like this:
 *
 * <ol>
 *   <li>The owner writes the shard's head, and opens its publisher. What it sends waits.
 *   <li>The publisher keeps out whoever opened one for this shard before, and says so once: {@link
 *       Listener#othersKeptOut}.
 *   <li>The owner passes the shard's fence once more, and only then {@link #confirm}s. What waits
 *       is sent.
 * </ol>
 *
 * <p>The second pass is what makes the order of the heads that of the publishers. Between the first
 * one and the opening anything may have happened: an owner that was deposed meanwhile keeps out its
 * successor, but it cannot confirm, so it sends nothing, and the successor, told that it is kept
 * out, takes the shard again. An owner that did pass opened before any later owner wrote its head,
 * and so before any later owner opened: it is kept out before its successor sends.
 *
 * <p>Safe for use by any thread; no method waits for the broker.
 */
public interface ShardPublisher extends Publisher {

  /** True if what is sent waits for {@link #confirm}. */
  boolean awaitsConfirmation();

  /** The owner has passed the shard's fence after it heard that others are kept out. */
  void confirm();

  /** Ends the term: what is not under way is not sent, and no ack is called for it. */
  void close();

  /** Hears how a publisher stands. Called by threads of the adapter; must only enqueue. */
  interface Listener {
    /** No publisher that was opened before sends anything for this shard any more. */
    void othersKeptOut();

    /** This one is kept out, or past mending. It sends nothing more and calls no ack any more. */
    void keptOut(String why);
  }
}
