package io.palinode.server.runtime;

import io.palinode.message.WireRecord;
import io.palinode.server.transport.Publisher;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A node's producer in bad times: records of one key keep their order, and nothing else is certain.
 *
 * <ul>
 *   <li>A record may wait, be given up before it is written, or be written and given up all the
 *       same.
 *   <li>What waits when its node dies may still be written later.
 * </ul>
 */
final class SlowPublisher implements Publisher {
  private static final Exception GIVEN_UP = new IllegalStateException("given up");

  private final Broker broker;
  private final Random random;
  private final Map<String, Deque<Waiting>> waiting = new LinkedHashMap<>();
  private final Deque<Waiting> written = new ArrayDeque<>();

  /** What the producer is connected to. */
  interface Broker {
    /** A node asks for a record to be sent. */
    void asked(String topic, WireRecord record);

    void write(String topic, WireRecord record);

    /** The node that sent the record is about to hear that it is written. */
    void acknowledged(String topic, WireRecord record);
  }

  private record Waiting(String topic, WireRecord record, Ack ack) {}

  SlowPublisher(Broker broker, Random random) {
    this.broker = broker;
    this.random = random;
  }

  @Override
  public void send(String topic, WireRecord record, Ack ack) {
    broker.asked(topic, record);
    waiting
        .computeIfAbsent(topic + "/" + record.key(), absent -> new ArrayDeque<>())
        .add(new Waiting(topic, record, ack));
  }

  /** Something happens to one record; false if there is none. */
  boolean step(boolean calm) {
    boolean oneIsWritten = !written.isEmpty();
    if (oneIsWritten && (waiting.isEmpty() || random.nextBoolean())) {
      settle(written.remove(), calm);
      return true;
    }
    if (waiting.isEmpty()) {
      return oneIsWritten;
    }
    Waiting next = takeAny();
    if (!calm && random.nextInt(12) == 0) {
      next.ack().failed(GIVEN_UP);
    } else {
      broker.write(next.topic(), next.record());
      written.add(next);
    }
    return true;
  }

  /** Nobody hears of what becomes of it any more. */
  void ownerDied() {
    written.clear();
    if (random.nextBoolean()) {
      waiting.clear();
    }
  }

  private void settle(Waiting sent, boolean calm) {
    if (!calm && random.nextInt(15) == 0) {
      sent.ack().failed(GIVEN_UP);
    } else {
      broker.acknowledged(sent.topic(), sent.record());
      sent.ack().acknowledged();
    }
  }

  private Waiting takeAny() {
    List<String> keys = List.copyOf(waiting.keySet());
    String key = keys.get(random.nextInt(keys.size()));
    Deque<Waiting> queue = waiting.get(key);
    Waiting taken = queue.remove();
    if (queue.isEmpty()) {
      waiting.remove(key);
    }
    return taken;
  }
}
