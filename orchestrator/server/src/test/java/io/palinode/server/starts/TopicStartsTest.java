package io.palinode.server.starts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.palinode.embedded.EmbeddedKafka;
import io.palinode.embedded.faults.TcpProxy;
import io.palinode.kafka.FirstContact;
import io.palinode.kafka.TopicProvision;
import io.palinode.saga.Saga;
import io.palinode.saga.SagaDefinition;
import io.palinode.saga.TopicStart;
import io.palinode.server.faults.Outage;
import io.palinode.settings.ClientSettings;
import io.palinode.settings.TopicMode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broker that everybody reaches through one network, which is cut. */
class TopicStartsTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Duration SEND_WAITS = Duration.ofSeconds(1);
  private static final String STARTS = "palinode.starts";
  private static final String GROUP = "palinode.place-order.starts-from.shop.orders";
  private static final TopicPartition ORDERS = new TopicPartition("shop.orders", 0);
  private static final int ALL = 5;
  private static final int TRAPPED = 3;

  private final CountDownLatch trapped = new CountDownLatch(1);
  private final AtomicInteger mappedTrapped = new AtomicInteger();
  private final CountDownLatch away = new CountDownLatch(1);
  private @TempDir Path directory;
  private TcpProxy network;
  private EmbeddedKafka broker;
  private Admin admin;

  record OrderPlaced(int number) {}

  @BeforeEach
  void startBroker() {
    network = TcpProxy.toNowhere();
    broker = EmbeddedKafka.builder().directory(directory).advertisedPort(network.port()).start();
    network.lead(broker.port());
    admin = Admin.create(clients());
    TopicProvision provision = new TopicProvision(TopicMode.CREATE, 1, (short) 1);
    FirstContact.of(settings(), "test")
        .until(asking -> provision.ensure(asking, List.of(ORDERS.topic(), STARTS)));
  }

  @AfterEach
  void stopBroker() {
    away.countDown();
    admin.close(Duration.ZERO);
    network.heal();
    broker.close();
    network.close();
  }

  @Test
  void shouldGoOnByItselfWhenKafkaIsAwayForLongerThanASendWaits()
      throws ExecutionException, InterruptedException {
    write();
    try (TopicStarts running =
        TopicStarts.begin(settings(), List.of(start()), Duration.ofSeconds(5))) {
      await().atMost(LIMIT).until(() -> trapped.getCount() == 0);

      Outage.REFUSED.begin(network);
      away.countDown();
      await("until what was sent in the outage has failed, and is tried again in it")
          .atMost(LIMIT)
          .until(() -> mappedTrapped.get() > 1);
      Outage.REFUSED.end(network);

      await().atMost(LIMIT).until(() -> committed() == ALL);
      assertThat(starts()).containsExactly("order-0", "order-1", "order-2", "order-3", "order-4");
    }
  }

  private TopicStart<?, ?> start() {
    SagaDefinition<OrderPlaced> definition =
        Saga.named("place-order", OrderPlaced.class)
            .startedBy(ORDERS.topic(), OrderPlaced.class)
            .id(this::id)
            .data(placed -> placed)
            .step("reserve-stock")
            .at("stock")
            .command(order -> order)
            .withoutCompensation()
            .build();
    return definition.starts().topics().get(0);
  }

  /** Waits in the middle of the records until Kafka is away, so that the rest is sent then. */
  private String id(OrderPlaced placed) {
    try {
      if (placed.number() == TRAPPED) {
        mappedTrapped.incrementAndGet();
        trapped.countDown();
        away.await();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return "order-" + placed.number();
  }

  private Map<String, Object> clients() {
    return Map.of(
        "bootstrap.servers",
        network.address(),
        "reconnect.backoff.max.ms",
        "200",
        "auto.offset.reset",
        "earliest");
  }

  private ClientSettings settings() {
    Map<String, Object> settings = new HashMap<>();
    settings.put("kafka.bootstrap.servers", network.address());
    settings.put("kafka.reconnect.backoff.max.ms", "200");
    settings.put("kafka.request.timeout.ms", "500");
    settings.put("kafka.delivery.timeout.ms", Long.toString(SEND_WAITS.toMillis()));
    settings.put("kafka.default.api.timeout.ms", "1000");
    return ClientSettings.of(settings);
  }

  private void write() throws ExecutionException, InterruptedException {
    var serializer = new ByteArraySerializer();
    try (var producer = new KafkaProducer<>(clients(), serializer, serializer)) {
      for (int number = 0; number < ALL; number++) {
        byte[] json = "{\"number\":%d}".formatted(number).getBytes(UTF_8);
        producer.send(new ProducerRecord<>(ORDERS.topic(), json)).get();
      }
    }
  }

  private long committed() throws ExecutionException, InterruptedException {
    OffsetAndMetadata offset =
        admin
            .listConsumerGroupOffsets(GROUP)
            .partitionsToOffsetAndMetadata(GROUP)
            .get()
            .get(ORDERS);
    return offset == null ? 0 : offset.offset();
  }

  private Set<String> starts() {
    var deserializer = new ByteArrayDeserializer();
    Set<String> keys = new TreeSet<>();
    TopicPartition partition = new TopicPartition(STARTS, 0);
    try (var consumer = new KafkaConsumer<>(clients(), deserializer, deserializer)) {
      consumer.assign(List.of(partition));
      long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
      while (consumer.position(partition) < end) {
        consumer
            .poll(Duration.ofMillis(100))
            .forEach(record -> keys.add(new String(record.key(), UTF_8)));
      }
    }
    return keys;
  }
}
