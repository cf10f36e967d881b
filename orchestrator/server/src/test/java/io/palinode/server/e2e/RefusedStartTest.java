package io.palinode.server.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palinode.client.SagaHandle;
import io.palinode.embedded.EmbeddedCluster;
import io.palinode.embedded.PalinodeServers;
import io.palinode.message.Payload;
import io.palinode.message.PayloadTooLarge;
import io.palinode.message.Reason;
import io.palinode.message.SagaReport;
import io.palinode.message.SagaRequest;
import io.palinode.message.SagaStatus;
import io.palinode.message.Topics;
import io.palinode.message.WireHeader;
import io.palinode.server.bootstrap.Orchestrator;
import io.palinode.server.e2e.TripSaga.Trip;
import io.palinode.server.runtime.ShardCounters.Count;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PalinodeServers.class)
@TestInstance(Lifecycle.PER_CLASS)
class RefusedStartTest {
  private static final int LIMIT = 64 * 1024;

  @AutoClose private World world;
  private Orchestrator node;

  @BeforeAll
  void open(EmbeddedCluster cluster) {
    world = new World(cluster);
    node = world.startNode();
  }

  @Test
  void shouldNameTheKnownSagasWhenTheSagaIsUnknown() {
    SagaHandle handle = world.client().start("space", "book-space-trip", Trip.to("Mars"));

    SagaReport report = World.outcome(handle);
    assertThat(report.status()).isEqualTo(SagaStatus.REFUSED);
    assertThat(report.reason())
        .isEqualTo(
            new Reason(
                "UNKNOWN_SAGA",
                "No definition is called 'book-space-trip'; this orchestrator serves [book-trip,"
                    + " exclusive-trip, hasty-trip, other-exclusive-trip, unhurried-trip, waiting-trip]."));
    shouldHaveLeftADeadLetterOnly("space", "UNKNOWN_SAGA: ");
  }

  @Test
  void shouldSayWhyDataCannotBeRead() {
    SagaReport report = startWith("unreadable", "[\"Rome\"]");

    assertThat(report.status()).isEqualTo(SagaStatus.REFUSED);
    assertThat(report.reason().code()).isEqualTo("UNREADABLE_DATA");
    assertThat(report.reason().text()).contains("cannot be read as", "Trip");
    shouldHaveLeftADeadLetterOnly("unreadable", "UNREADABLE_DATA: ");
  }

  @Test
  void shouldRefuseDataThatAreNoJson() {
    SagaReport report = startWith("no-json", "{\"city\":\"Rome\"} and more");

    assertThat(report.status()).isEqualTo(SagaStatus.REFUSED);
    shouldHaveLeftADeadLetterOnly("no-json", "UNREADABLE_DATA: ");
  }

  @Test
  void shouldRefuseDataAboveTheLimit() {
    SagaReport report = startWith("big", "{\"city\":\"" + "x".repeat(LIMIT) + "\"}");

    assertThat(report.status()).isEqualTo(SagaStatus.REFUSED);
    assertThat(report.reason().code()).isEqualTo("DATA_TOO_LARGE");
    assertThat(report.reason().text()).contains("65,547", "65,536");
    shouldHaveLeftADeadLetterOnly("big", "DATA_TOO_LARGE: ");
  }

  @Test
  void shouldNotEvenSendDataAboveTheLimit() {
    long before = world.probe().read(world.topics().starts()).size();

    assertThatThrownBy(
            () -> world.client().start(TripSaga.PATIENT, "too-big", Trip.to("x".repeat(LIMIT))))
        .isInstanceOf(PayloadTooLarge.class);

    assertThat(world.probe().read(world.topics().starts())).hasSize((int) before);
  }

  private SagaReport startWith(String sagaId, String json) {
    SagaHandle follower = world.client().follow(sagaId);
    var data = new Payload("trip", json.getBytes(UTF_8));
    world
        .probe()
        .send(
            world.topics().starts(),
            new SagaRequest.Start(sagaId, TripSaga.PATIENT.name(), data).toRecord());
    return World.outcome(follower);
  }

  private void shouldHaveLeftADeadLetterOnly(String sagaId, String reason) {
    world.runNeighbour(sagaId);
    assertThat(world.probe().read(Topics.deadLetters(world.topics().starts())))
        .filteredOn(each -> sagaId.equals(each.record().key()))
        .singleElement()
        .satisfies(
            each ->
                assertThat(each.record().headers().get(WireHeader.DLT_REASON)).startsWith(reason));
    assertThat(world.znodes().pathsWith(sagaId)).isEmpty();
    assertThat(world.probe().commands(sagaId)).isEmpty();
    assertThat(node.counters().get(Count.REFUSED)).isPositive();
  }
}
