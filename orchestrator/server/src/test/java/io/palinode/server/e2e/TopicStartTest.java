package io.palinode.server.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.embedded.EmbeddedCluster;
import io.palinode.embedded.PalinodeServers;
import io.palinode.kafka.FirstContact;
import io.palinode.kafka.TopicProvision;
import io.palinode.message.SagaStatus;
import io.palinode.message.Topics;
import io.palinode.message.WireHeader;
import io.palinode.message.WireRecord;
import io.palinode.server.bootstrap.Orchestrator;
import io.palinode.settings.ClientSettings;
import io.palinode.settings.TopicMode;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Sagas that the records of a user's topic start, while a node that reads them is killed. */
@ExtendWith(PalinodeServers.class)
class TopicStartTest {
  private static final int EVENTS = 200;
  private static final Map<String, String> HASTY =
      Map.of(
          "saga.zookeeper.session.timeout",
          "1s",
          "kafka.session.timeout.ms",
          "1500",
          "kafka.heartbeat.interval.ms",
          "300");

  @Test
  void shouldStartOneSagaForEachRecordWhenANodeIsKilledInTheMiddle(EmbeddedCluster cluster) {
    try (World world = new World(cluster, HASTY)) {
      String topic = StartingNode.topic(world.topics().namespace());
      create(cluster, topic);
      IntStream.range(0, EVENTS).forEach(number -> order(world, number, "Rome"));
      world.probe().send(topic, new WireRecord("broken", Map.of(), "no JSON".getBytes(UTF_8)));
      order(world, EVENTS, "");

      try (ChildNode killed = ChildNode.start(world, StartingNode.class)) {
        killed.awaitLine("stuck");
        Orchestrator successor =
            world.startNode(StartingNode.definitions(world.topics().namespace(), number -> {}));
        World.waiting().until(() -> successor.ownedShards() == 1);
        killed.kill();
      }

      IntStream.range(0, EVENTS)
          .forEach(number -> world.reported("ordered-" + number, SagaStatus.COMPLETED));
      shouldHaveAskedForSomeTwiceAndForAll(world);
      IntStream.range(0, EVENTS)
          .forEach(
              number ->
                  assertThat(world.participants().effects("ordered-" + number))
                      .isEqualTo(Map.of("send-ticket/action", 1)));
      shouldHaveBuried(world, topic);
    }
  }

  /** Otherwise the node was not killed between sending and committing. */
  private static void shouldHaveAskedForSomeTwiceAndForAll(World world) {
    List<String> asked =
        world.probe().read(world.topics().starts()).stream()
            .map(found -> found.record().key())
            .toList();
    Set<String> sagas = new HashSet<>(asked);

    assertThat(asked).hasSizeGreaterThan(EVENTS);
    assertThat(sagas).as("a record that is not wanted starts nothing").hasSize(EVENTS);
  }

  private static void shouldHaveBuried(World world, String topic) {
    List<Probe.Found> letters = world.probe().read(Topics.deadLetters(topic));
    assertThat(letters).isNotEmpty();
    assertThat(letters)
        .allSatisfy(
            letter -> {
              assertThat(letter.record().key()).isEqualTo("broken");
              assertThat(letter.record().headers().get(WireHeader.DLT_REASON))
                  .contains("'ordered-trip'", "cannot be read");
            });
  }

  private static void order(World world, int number, String city) {
    String json = "{\"number\":%d,\"city\":\"%s\"}".formatted(number, city);
    Map<String, String> event = Map.of("ce_type", "trip-ordered", "ce_specversion", "1.0");
    world
        .probe()
        .send(
            StartingNode.topic(world.topics().namespace()),
            new WireRecord("trip-" + number, event, json.getBytes(UTF_8)));
  }

  private static void create(EmbeddedCluster cluster, String topic) {
    TopicProvision provision = new TopicProvision(TopicMode.CREATE, 2, (short) 1);
    ClientSettings settings =
        ClientSettings.of(Map.of("kafka.bootstrap.servers", cluster.bootstrapServers()));
    FirstContact.of(settings, "test").until(admin -> provision.ensure(admin, List.of(topic)));
  }
}
