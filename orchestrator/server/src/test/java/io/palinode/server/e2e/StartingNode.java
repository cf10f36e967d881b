package io.palinode.server.e2e;

import io.palinode.saga.Saga;
import io.palinode.saga.SagaDefinition;
import io.palinode.server.bootstrap.Orchestrator;
import io.palinode.server.e2e.TripSaga.SendTicket;
import io.palinode.server.e2e.TripSaga.Trip;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerInterceptor;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * An orchestrator in a process of its own whose sagas are started by the records of a topic.
 *
 * <ul>
 *   <li>Its arguments are settings, as {@code key=value}.
 *   <li>It prints {@code ready} when it serves.
 *   <li>When half of the records of its first poll have been mapped, it prints {@code stuck}, polls
 *       no more, and so never commits what it has asked for: {@link StuckPoll}.
 *   <li>It ends when its standard input does, so it does not outlive the test.
 * </ul>
 */
public final class StartingNode {
  static final int POLLED = 40;

  private static final String TRIPS_ORDERED = ".trips-ordered";

  private static final CountDownLatch FIRST_POLL = new CountDownLatch(POLLED / 2);

  private StartingNode() {}

  record TripOrdered(int number, String city) {
    String sagaId() {
      return "ordered-" + number;
    }
  }

  public static void main(String... arguments) throws IOException {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.add("kafka.max.poll.records=" + POLLED);
    all.add("kafka.interceptor.classes=" + StuckPoll.class.getName());
    serve(
        all.toArray(String[]::new),
        namespace -> definitions(namespace, number -> FIRST_POLL.countDown()));
  }

  /**
   * Runs an orchestrator with these settings for as long as the standard input lasts.
   *
   * @param definitions makes them for a namespace
   */
  static void serve(String[] arguments, Function<String, List<SagaDefinition<?>>> definitions)
      throws IOException {
    Map<String, String> settings = new HashMap<>();
    for (String argument : arguments) {
      int equals = argument.indexOf('=');
      settings.put(argument.substring(0, equals), argument.substring(equals + 1));
    }
    Orchestrator.start(settings, definitions.apply(settings.get("saga.namespace")));
    System.out.println("ready");
    int order = System.in.read();
    while (order >= 0) {
      order = System.in.read();
    }
    Runtime.getRuntime().halt(1);
  }

  static String topic(String namespace) {
    return namespace + TRIPS_ORDERED;
  }

  /** The trips, and one that is started by a record; it is told of each record that it maps. */
  static List<SagaDefinition<?>> definitions(String namespace, Mapped mapped) {
    List<SagaDefinition<?>> all = new ArrayList<>(TripSaga.definitions());
    all.add(
        Saga.named("ordered-trip", Trip.class)
            .startedBy(topic(namespace), TripOrdered.class)
            .onlyIf(ordered -> !ordered.city().isEmpty())
            .id(
                ordered -> {
                  mapped.mapped(ordered.number());
                  return ordered.sagaId();
                })
            .data(ordered -> Trip.to(ordered.city()))
            .step(TripSaga.TICKET)
            .at(TripSaga.AGENCY)
            .command(trip -> new SendTicket(trip.city()))
            .retriable()
            .build());
    return all;
  }

  /** Hears of each record that is mapped. */
  interface Mapped {
    void mapped(int number);
  }

  /** Gets stuck in the second poll of the users' topic. */
  public static final class StuckPoll
      implements ConsumerInterceptor<byte[], byte[]>, ProducerInterceptor<byte[], byte[]> {
    private static final AtomicInteger POLLS = new AtomicInteger();

    @Override
    public ConsumerRecords<byte[], byte[]> onConsume(ConsumerRecords<byte[], byte[]> records) {
      boolean ofUsers =
          records.partitions().stream().anyMatch(at -> at.topic().endsWith(TRIPS_ORDERED));
      if (ofUsers && POLLS.incrementAndGet() == 2) {
        getStuck();
      }
      return records;
    }

    private static void getStuck() {
      try {
        FIRST_POLL.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      System.out.println("stuck");
      while (true) {
        LockSupport.park();
      }
    }

    @Override
    public ProducerRecord<byte[], byte[]> onSend(ProducerRecord<byte[], byte[]> record) {
      return record;
    }

    @Override
    public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {}

    @Override
    public void onAcknowledgement(RecordMetadata metadata, Exception exception) {}

    @Override
    public void close() {}

    @Override
    public void configure(Map<String, ?> configs) {}
  }
}
