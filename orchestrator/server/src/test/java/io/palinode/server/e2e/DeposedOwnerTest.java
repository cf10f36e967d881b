package io.palinode.server.e2e;

import static io.palinode.server.e2e.TripSaga.CARD;
import static io.palinode.server.e2e.TripSaga.HOTEL;
import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.client.SagaHandle;
import io.palinode.embedded.EmbeddedCluster;
import io.palinode.embedded.PalinodeServers;
import io.palinode.message.CommandId;
import io.palinode.message.CommandMessage;
import io.palinode.message.Direction;
import io.palinode.message.PayloadCodec;
import io.palinode.message.SagaStatus;
import io.palinode.server.bootstrap.Orchestrator;
import io.palinode.server.e2e.TripSaga.CancelHotel;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PalinodeServers.class)
class DeposedOwnerTest {
  @AutoClose private World world;

  @BeforeEach
  void open(EmbeddedCluster cluster) {
    world = new World(cluster);
  }

  /** Whatever it decided, participants have heard of its successor. */
  @Test
  void shouldHaveNoEffectByACommandThatArrivesLate() {
    CommandId charge = new CommandId("trip", CARD, Direction.ACTION);
    world.participants().onAction("trip", CARD, Answer.HOLD_BACK);
    Orchestrator first = world.startNode();
    SagaHandle trip = world.start("trip");
    world.awaitHeld(charge);
    long epoch = world.znodes().epoch("trip");
    first.close();
    world.startNode();
    world.participants().release(charge);
    assertThat(World.outcome(trip).status()).isEqualTo(SagaStatus.COMPLETED);
    assertThat(world.probe().commands("trip"))
        .extracting(CommandMessage::epoch)
        .endsWith(epoch + 1);

    CommandMessage late =
        new CommandMessage(
            new CommandId("trip", HOTEL, Direction.COMPENSATION),
            1,
            epoch,
            new PayloadCodec().encode(new CancelHotel("room-trip")));
    world.probe().send(world.topics().commands(TripSaga.AGENCY), late.toRecord());
    world.runNeighbour("trip");

    assertThat(world.participants().effects("trip"))
        .hasSize(5)
        .doesNotContainKey("book-hotel/compensation");
  }
}
