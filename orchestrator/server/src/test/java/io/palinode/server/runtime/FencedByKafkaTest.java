package io.palinode.server.runtime;

import static io.palinode.server.runtime.Orders.PAYMENTS;
import static io.palinode.server.runtime.Orders.RESERVE_STOCK;
import static io.palinode.server.runtime.Orders.STOCK;
import static io.palinode.server.runtime.Orders.action;
import static io.palinode.server.runtime.Orders.succeeded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.palinode.embedded.EmbeddedCluster;
import io.palinode.embedded.PalinodeServers;
import io.palinode.kafka.FirstContact;
import io.palinode.kafka.KafkaClientConfig;
import io.palinode.kafka.KafkaRecords;
import io.palinode.kafka.TopicProvision;
import io.palinode.message.CommandMessage;
import io.palinode.server.runtime.ShardRig.Owner;
import io.palinode.server.transport.kafka.KafkaClients;
import io.palinode.server.transport.kafka.TransactionalPublishers;
import io.palinode.settings.ClientSettings;
import io.palinode.settings.TopicMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A zombie's shard against a real broker: what happens when is still the test's to say. */
@ExtendWith(PalinodeServers.class)
class FencedByKafkaTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final ShardRig rig = new ShardRig();
  private final List<String> topics =
      List.of(ShardRig.TOPICS.commands(STOCK), ShardRig.TOPICS.commands(PAYMENTS));
  private String kafka;
  private TransactionalPublishers oldNode;
  private TransactionalPublishers newNode;

  @BeforeEach
  void open(EmbeddedCluster cluster) {
    kafka = cluster.bootstrapServers();
    TopicProvision provision = new TopicProvision(TopicMode.CREATE, 1, (short) 1);
    FirstContact.of(settings(kafka), "test").until(admin -> provision.ensure(admin, topics));
    oldNode = new TransactionalPublishers(clients(kafka, "old"), "test", 0);
    newNode = new TransactionalPublishers(clients(kafka, "new"), "test", 0);
  }

  private static KafkaClients clients(String kafka, String id) {
    return new KafkaClients(KafkaClientConfig.of(settings(kafka)), id);
  }

  private static ClientSettings settings(String kafka) {
    return ClientSettings.of(Map.of("kafka.bootstrap.servers", kafka));
  }

  @AfterEach
  void close() {
    oldNode.close();
    newNode.close();
  }

  @Test
  void shouldLetAZombieSendNothingOfABatchThatItDidCommit() {
    rig.start("a");
    Owner zombie = rig.owner(oldNode).lead();
    until(zombie, () -> sent().size() == 1);
    rig.reply(succeeded(action("a", RESERVE_STOCK)));
    zombie.deliver();
    assertThat(rig.batchesOf("a")).as("the zombie has journaled the next command").hasSize(2);

    Owner successor = rig.owner(newNode).lead();
    until(successor, () -> sent().size() == 2);
    assertThat(zombie.election.restarts()).isZero();
    until(zombie, () -> zombie.election.restarts() == 1);

    assertThat(zombie.shard.liveSagas()).isEqualTo(-1);
    assertThat(sent())
        .as("what any reader sees, be it of committed records or not")
        .containsExactlyInAnyOrder(
            "a/reserve-stock/action epoch 1", "a/charge-card/action epoch 2");
  }

  private void until(Owner owner, BooleanSupplier condition) {
    await()
        .atMost(LIMIT)
        .until(
            () -> {
              owner.deliver();
              rig.tellOutcomes(1);
              owner.work();
              return condition.getAsBoolean();
            });
  }

  /** Every command in Kafka, committed or not: id and epoch. */
  private List<String> sent() {
    List<String> sent = new ArrayList<>();
    try (var consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", kafka),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      List<TopicPartition> all =
          topics.stream().map(topic -> new TopicPartition(topic, 0)).toList();
      consumer.assign(all);
      consumer.seekToBeginning(all);
      Map<TopicPartition, Long> ends = consumer.endOffsets(all);
      while (all.stream().anyMatch(each -> consumer.position(each) < ends.get(each))) {
        for (var record : consumer.poll(Duration.ofMillis(50))) {
          CommandMessage command = CommandMessage.from(KafkaRecords.incoming(record));
          sent.add("%s epoch %d".formatted(command.id(), command.epoch()));
        }
      }
    }
    return sent;
  }
}
