package io.palinode.bench;

import io.palinode.embedded.process.Leash;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.ZooKeeper;
import org.jspecify.annotations.Nullable;

/**
 * One shard of the yardstick: poll, one fenced multi, publish.
 *
 * <ul>
 *   <li>A multi takes whatever has arrived, up to {@link #MAX_OPS} operations and {@link
 *       #MAX_BYTES} bytes. It writes the head, with the input offsets, and the log of every saga
 *       that a record is about.
 *   <li>At most {@link #MULTIS_IN_FLIGHT} multis are unanswered.
 *   <li>Commands and events are published once the multi that records them is committed.
 *   <li>A log is deleted in a later multi, once Kafka has acknowledged the saga's end; it waits for
 *       other input, or {@link #POLL}, rather than cost a multi of its own.
 * </ul>
 *
 * <p>One thread polls and writes; the session's event thread publishes; the producer's thread says
 * what may be deleted.
 */
final class YardstickShard implements Runnable {
  static final int MAX_OPS = 200;
  static final int MAX_BYTES = 384 * 1024;
  static final int MULTIS_IN_FLIGHT = 2;

  private static final Duration POLL = Duration.ofMillis(20);

  private final String root;
  private final Topics topics;
  private final boolean locks;
  private final Consumer<String, byte[]> consumer;
  private final Producer<String, byte[]> producer;
  private final ZooKeeper session;
  private final Semaphore multis = new Semaphore(MULTIS_IN_FLIGHT);
  private final Deque<ConsumerRecord<String, byte[]>> arrived = new ArrayDeque<>();
  private final Queue<String> ended = new ConcurrentLinkedQueue<>();
  private int headVersion;

  YardstickShard(
      String root,
      Topics topics,
      boolean locks,
      Consumer<String, byte[]> consumer,
      Producer<String, byte[]> producer,
      ZooKeeper session) {
    this.root = root;
    this.topics = topics;
    this.locks = locks;
    this.consumer = consumer;
    this.producer = producer;
    this.session = session;
  }

  @Override
  public void run() {
    try {
      while (true) {
        multis.acquireUninterruptibly();
        if (arrived.size() < MAX_OPS) {
          consumer.poll(arrived.isEmpty() ? POLL : Duration.ZERO).forEach(arrived::add);
        }
        if (arrived.isEmpty() && ended.isEmpty()) {
          multis.release();
        } else {
          commit();
        }
      }
    } catch (RuntimeException | Error failure) {
      Leash.fail("A shard of the yardstick failed", failure);
    }
  }

  private void commit() {
    var batch = new YardstickBatch(root, locks, headVersion++);
    while (batch.size() < MAX_OPS && !ended.isEmpty()) {
      batch.forget(ended.remove());
    }
    var publish = new ArrayList<ProducerRecord<String, byte[]>>();
    while (!arrived.isEmpty() && batch.size() < MAX_OPS && batch.bytes() < MAX_BYTES) {
      var record = arrived.remove();
      batch.journal(record.key(), Yardstick.step(record));
      publish.add(consequence(record));
    }
    session.multi(batch.ops(), (code, path, context, results) -> committed(code, publish), null);
  }

  private ProducerRecord<String, byte[]> consequence(ConsumerRecord<String, byte[]> record) {
    var step = Yardstick.step(record);
    return step == Yardstick.STEPS
        ? new ProducerRecord<>(topics.events(), record.key(), Yardstick.completed())
        : new ProducerRecord<>(
            topics.commands().get(step), record.key(), Yardstick.command(step + 1));
  }

  private void committed(int code, List<ProducerRecord<String, byte[]>> publish) {
    multis.release();
    if (code != Code.OK.intValue()) {
      Leash.fail("A multi was not committed", KeeperException.create(Code.get(code), root));
    }
    for (var record : publish) {
      var unused = producer.send(record, (sent, failure) -> acknowledged(record, failure));
    }
  }

  private void acknowledged(ProducerRecord<String, byte[]> record, @Nullable Exception failure) {
    if (failure != null) {
      Leash.fail("A record was not sent", failure);
    }
    if (record.topic().equals(topics.events())) {
      ended.add(record.key());
    }
  }
}
