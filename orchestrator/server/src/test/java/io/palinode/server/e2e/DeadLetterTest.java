package io.palinode.server.e2e;

import static io.palinode.server.e2e.TripSaga.HOTEL;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.palinode.client.SagaHandle;
import io.palinode.embedded.EmbeddedCluster;
import io.palinode.embedded.PalinodeServers;
import io.palinode.message.CommandId;
import io.palinode.message.Direction;
import io.palinode.message.PayloadCodec;
import io.palinode.message.SagaRequest;
import io.palinode.message.SagaStatus;
import io.palinode.message.Topics;
import io.palinode.message.WireHeader;
import io.palinode.message.WireRecord;
import io.palinode.server.bootstrap.Orchestrator;
import io.palinode.server.e2e.Probe.Found;
import io.palinode.server.e2e.TripSaga.Trip;
import io.palinode.server.runtime.ShardCounters.Count;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@ExtendWith(PalinodeServers.class)
@TestInstance(Lifecycle.PER_CLASS)
class DeadLetterTest {
  private static final byte[] GARBAGE = "\u0000 not JSON".getBytes(UTF_8);

  @AutoClose private World world;
  private Orchestrator node;

  @BeforeAll
  void open(EmbeddedCluster cluster) {
    world = new World(cluster);
    node = world.startNode();
  }

  static Stream<Arguments> malformedReplies() {
    return Stream.of(
        malformed("r-1", Map.of(), "The header 'palinode-command' is missing"),
        malformed("r-2", reply("r-2", "soon", "succeeded"), "'soon'; expected a whole number"),
        malformed("r-3", reply("r-3", "0", "succeeded"), "attempts count from 1"),
        malformed("r-4", reply("r-4", "1", "perhaps"), "'perhaps'; expected 'succeeded'"),
        malformed("r-5", reply("another", "1", "succeeded"), "expected the key to be the saga id"),
        malformed(null, reply("r-6", "1", "succeeded"), "expected the key to be the saga id"));
  }

  static Stream<Arguments> malformedStarts() {
    return Stream.of(
        malformed("s-1", Map.of(), "The header 'palinode-request' is missing"),
        malformed("s-2", Map.of(WireHeader.REQUEST, "stop"), "expected one of [start, inquire,"),
        malformed("s-3", Map.of(WireHeader.REQUEST, "start"), "'palinode-saga' is missing"),
        malformed("no/slash", Map.of(WireHeader.REQUEST, "inquire"), "The saga id is 'no/slash'"),
        malformed("", Map.of(WireHeader.REQUEST, "inquire"), "The saga id is ''"),
        malformed(null, Map.of(WireHeader.REQUEST, "inquire"), "The record has no key"));
  }

  @ParameterizedTest
  @MethodSource("malformedReplies")
  void shouldPutAMalformedReplyAsideAndGoOn(WireRecord malformed, String reason) {
    shouldBury(world.topics().replies(), malformed, reason);
  }

  @ParameterizedTest
  @MethodSource("malformedStarts")
  void shouldPutAMalformedStartAsideAndGoOn(WireRecord malformed, String reason) {
    shouldBury(world.topics().starts(), malformed, reason);
  }

  static Stream<WireRecord> hugeRecords() {
    String huge = "x".repeat(1_048_440);
    return Stream.of(
        new WireRecord("huge-1", Map.of(), huge.getBytes(UTF_8)),
        new WireRecord("huge-2", Map.of("note", huge), GARBAGE));
  }

  /** With the reason for it, the whole letter would be more than Kafka takes. */
  @ParameterizedTest(name = "{index}")
  @MethodSource("hugeRecords")
  void shouldGoOnBehindAMalformedRecordThatIsAsLargeAsKafkaTakes(WireRecord huge) {
    world.probe().send(world.topics().starts(), huge);
    world.runNeighbour(huge.key());

    assertThat(world.probe().read(Topics.deadLetters(world.topics().starts())))
        .map(Found::record)
        .filteredOn(letter -> huge.key().equals(letter.key()))
        .singleElement()
        .extracting(letter -> letter.headers().get(WireHeader.DLT_REASON))
        .asString()
        .startsWith("(Only a part of 1,0")
        .contains("'palinode-request' is missing");
  }

  private void shouldBury(String topic, WireRecord malformed, String reason) {
    String dlt = Topics.deadLetters(topic);
    int before = world.probe().read(dlt).size();
    int partition = malformed.key() == null ? 1 : World.shard(malformed.key());
    long offset = world.probe().end(topic, partition);

    world.probe().send(topic, partition, malformed);

    List<Found> letters =
        World.waiting().until(() -> world.probe().read(dlt), read -> read.size() > before);
    assertThat(letters).hasSize(before + 1);
    WireRecord letter =
        letters.stream()
            .map(Found::record)
            .filter(each -> headersOf(malformed, each))
            .findFirst()
            .orElseThrow();
    assertThat(letter.key()).isEqualTo(malformed.key());
    assertThat(letter.value()).isEqualTo(malformed.value());
    assertThat(letter.headers())
        .containsAllEntriesOf(malformed.headers())
        .containsEntry(WireHeader.DLT_TOPIC, topic)
        .containsEntry(WireHeader.DLT_PARTITION, Integer.toString(partition))
        .containsEntry(WireHeader.DLT_OFFSET, Long.toString(offset));
    assertThat(letter.headers().get(WireHeader.DLT_REASON)).contains(reason);
    world.runNeighbour(sagaOfShard(partition));
  }

  @Test
  void shouldPassAStartOnToTheShardThatItBelongsTo() {
    String trip = "lost-start";
    SagaHandle follower = world.client().follow(trip);
    long counted = node.counters().get(Count.MISROUTED);

    world.probe().send(world.topics().starts(), 1 - World.shard(trip), startOf(trip).toRecord());

    assertThat(World.outcome(follower).status()).isEqualTo(SagaStatus.COMPLETED);
    assertThat(node.counters().get(Count.MISROUTED)).isEqualTo(counted + 1);
    assertThat(world.probe().read(world.topics().starts()))
        .filteredOn(each -> trip.equals(each.record().key()) && isStart(each.record()))
        .extracting(Found::partition)
        .containsExactlyInAnyOrder(0, 1);
    assertThat(world.participants().effects(trip)).hasSize(5).containsValue(1);
  }

  @Test
  void shouldPassAReplyOnToTheShardThatItBelongsTo() {
    String trip = "lost-reply";
    CommandId hotel = new CommandId(trip, HOTEL, Direction.ACTION);
    world.participants().onAction(trip, HOTEL, Answer.HOLD_BACK);
    SagaHandle handle = world.start(trip);
    world.awaitHeld(hotel);

    world
        .probe()
        .send(
            world.topics().replies(),
            1 - World.shard(trip),
            world.participants().take(hotel).toRecord());

    assertThat(World.outcome(handle).status()).isEqualTo(SagaStatus.COMPLETED);
    assertThat(world.participants().effects(trip)).hasSize(5).containsValue(1);
  }

  private String sagaOfShard(int shard) {
    return Stream.of("a", "b", "c", "d", "e", "f")
        .filter(id -> World.shard(id) == shard)
        .findFirst()
        .orElseThrow();
  }

  private static SagaRequest startOf(String trip) {
    var data = new PayloadCodec().encode(Trip.to("Rome"));
    return new SagaRequest.Start(trip, TripSaga.PATIENT.name(), data);
  }

  private static boolean isStart(WireRecord record) {
    return "start".equals(record.headers().get(WireHeader.REQUEST));
  }

  private static boolean headersOf(WireRecord malformed, WireRecord letter) {
    return Objects.equals(malformed.key(), letter.key())
        && letter.headers().entrySet().containsAll(malformed.headers().entrySet());
  }

  private static Map<String, String> reply(String sagaId, String attempt, String outcome) {
    return Map.of(
        WireHeader.COMMAND, sagaId + "/book-hotel/action",
        WireHeader.ATTEMPT, attempt,
        WireHeader.OUTCOME, outcome);
  }

  private static Arguments malformed(
      @Nullable String key, Map<String, String> headers, String reason) {
    return argumentSet(reason, new WireRecord(key, headers, GARBAGE), reason);
  }
}
