package io.palinode.server.transport;

import io.palinode.message.WireRecord;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * Publishers over lists in memory that keep a shard's older owners out.
 *
 * <ul>
 *   <li>What is opened keeps nobody out before {@link #begin}.
 *   <li>A publisher learns that it is kept out when it sends, as Kafka's producers do.
 * </ul>
 *
 * <p>Single-threaded, like the transport.
 */
public final class MemoryPublishers implements Publishers {
  private final Map<Integer, Term> last;
  private final Deque<Term> opened = new ArrayDeque<>();
  private final Publisher transport;

  public MemoryPublishers(Publisher transport) {
    this(new HashMap<>(), transport);
  }

  /** Those of one more node, which sends through these clients. */
  public MemoryPublishers(MemoryPublishers other, Publisher clients) {
    this(other.last, clients);
  }

  private MemoryPublishers(Map<Integer, Term> last, Publisher transport) {
    this.last = last;
    this.transport = transport;
  }

  @Override
  public ShardPublisher open(int shard, ShardPublisher.Listener listener) {
    Term term = new Term(shard, listener);
    opened.add(term);
    return term;
  }

  /** Lets what was opened keep others out, oldest first; says how many there were. */
  public int begin() {
    int begun = 0;
    for (; !opened.isEmpty(); begun++) {
      opened.remove().begin();
    }
    return begun;
  }

  private record Waiting(String topic, WireRecord record, Publisher.Ack ack) {}

  private final class Term implements ShardPublisher {
    private final int shard;
    private final Listener listener;
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private boolean confirmed;
    private boolean closed;

    Term(int shard, Listener listener) {
      this.shard = shard;
      this.listener = listener;
    }

    void begin() {
      if (!closed) {
        last.put(shard, this);
        listener.othersKeptOut();
      }
    }

    @Override
    public void send(String topic, WireRecord record, Ack ack) {
      waiting.add(new Waiting(topic, record, ack));
      sendWaiting();
    }

    @Override
    public boolean awaitsConfirmation() {
      return !confirmed;
    }

    @Override
    public void confirm() {
      confirmed = true;
      sendWaiting();
    }

    @Override
    public void close() {
      closed = true;
    }

    private void sendWaiting() {
      while (confirmed && !closed && !waiting.isEmpty()) {
        if (last.get(shard) == this) {
          Waiting next = waiting.remove();
          transport.send(next.topic(), next.record(), next.ack());
        } else {
          closed = true;
          listener.keptOut("Another owner has begun to send for shard %d.".formatted(shard));
        }
      }
    }
  }
}
