package io.palinode.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.client.SagaHandle;
import io.palinode.embedded.EmbeddedCluster;
import io.palinode.embedded.PalinodeServers;
import io.palinode.embedded.process.Child;
import io.palinode.server.bootstrap.Orchestrator;
import io.palinode.server.faults.ZooKeeperProcess;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Invariant 7: an ensemble of ZooKeeper servers loses its leader. */
@ExtendWith(PalinodeServers.class)
class EnsembleTest {
  private static final int TRIPS = 60;

  @TempDir private Path directory;
  private List<ZooKeeperProcess> ensemble;
  private World world;

  @BeforeEach
  void open(EmbeddedCluster cluster) {
    ensemble = ZooKeeperProcess.startEnsemble(directory, 3);
    world =
        new World(
            cluster.bootstrapServers(),
            ZooKeeperProcess.connectString(ensemble),
            Map.of("saga.zookeeper.session.timeout", "3s"));
  }

  @AfterEach
  void close() {
    world.close();
    ensemble.forEach(ZooKeeperProcess::close);
  }

  @Test
  void shouldEndEverySagaRightWhenTheLeaderOfTheEnsembleIsKilled() {
    Orchestrator node = world.startNode();
    World.waiting().until(() -> node.ownedShards() == World.SHARDS);
    List<SagaHandle> trips =
        IntStream.range(0, TRIPS).mapToObj(i -> world.start("trip-" + i)).toList();
    World.waiting().until(() -> World.ended(trips) > 0);

    ZooKeeperProcess leader = leader().orElseThrow();
    assertThat(leader.process().kill()).isEqualTo(Child.KILLED);
    assertThat(World.ended(trips)).as("some were under way").isLessThan(TRIPS);

    trips.forEach(world::shouldCompleteOnce);
    assertThat(leader()).isPresent().get().isNotSameAs(leader);
    assertThat(node.ownedShards()).isEqualTo(World.SHARDS);
  }

  private Optional<ZooKeeperProcess> leader() {
    return ensemble.stream()
        .filter(server -> server.mode().equals(Optional.of("leader")))
        .findFirst();
  }
}
