package io.palinode.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.palinode.client.SagaHandle;
import io.palinode.embedded.EmbeddedCluster;
import io.palinode.embedded.PalinodeServers;
import io.palinode.server.bootstrap.Orchestrator;
import io.palinode.server.faults.ZooKeeperProcess;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Invariant 7: ZooKeeper cannot write its log any more, and dies of that.
 *
 * <p>Needs a shell that can limit the size of a file, and says so where there is none.
 */
@ExtendWith(PalinodeServers.class)
class FullDiskTest {
  private static final String NO_LIMIT =
      "The shell cannot limit the size of a file, so nothing was tried on a full disk.";

  private static final int TRIPS = 150;

  @TempDir private Path directory;

  @BeforeEach
  void sayWhetherThereIsALimit() {
    if (!ZooKeeperProcess.canHaveASmallDisk()) {
      System.out.println("*** FullDiskTest is SKIPPED: " + NO_LIMIT + " ***");
    }
    assumeTrue(ZooKeeperProcess.canHaveASmallDisk(), NO_LIMIT);
  }

  @Test
  void shouldLoseNothingWhenTheJournalsDiskIsFull(EmbeddedCluster cluster) {
    try (ZooKeeperProcess server = ZooKeeperProcess.startOnASmallDisk(directory);
        World world =
            new World(
                cluster.bootstrapServers(),
                server.address(),
                Map.of("saga.zookeeper.session.timeout", "2s"))) {
      Orchestrator node = world.startNode();
      World.waiting().until(() -> node.ownedShards() == World.SHARDS);
      List<SagaHandle> trips =
          IntStream.range(0, TRIPS).mapToObj(i -> world.start("trip-" + i)).toList();

      World.waiting().until(() -> !server.process().isAlive());
      assertThat(server.output()).anyMatch(line -> line.contains("File too large"));
      assertThat(World.ended(trips)).as("some were under way").isLessThan(TRIPS);
      server.restart();

      trips.forEach(world::shouldCompleteOnce);
      World.waiting().until(() -> world.znodes().pathsWith("/trip-").isEmpty());
      assertThat(node.ownedShards()).isEqualTo(World.SHARDS);
    }
  }
}
