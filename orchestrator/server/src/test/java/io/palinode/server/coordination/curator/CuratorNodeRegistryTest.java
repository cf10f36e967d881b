package io.palinode.server.coordination.curator;

import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.embedded.faults.TcpProxy;
import io.palinode.server.faults.ZooKeeperProcess;
import io.palinode.server.journal.zookeeper.TestSession;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooKeeper;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CuratorNodeRegistryTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir private Path directory;

  /** An ensemble tells its clients where its servers listen, which need not be where they are. */
  @Test
  void shouldGoToNoOtherAddressThanTheOneThatItWasGiven() throws InterruptedException {
    ZooKeeperProcess server = ZooKeeperProcess.startEnsemble(directory, 1).get(0);
    try (server;
        TcpProxy network = TcpProxy.to(server.port());
        ZooKeeper bystander = TestSession.connect(server.address());
        CuratorNodeRegistry registry =
            new CuratorNodeRegistry(network.address(), "shop", "host/1", 2_000)) {
      registry.join();
      Awaitility.await().atMost(PATIENCE).until(() -> nodes(bystander).equals(List.of("host:1")));

      network.refuse();

      Awaitility.await().atMost(PATIENCE).until(() -> nodes(bystander).isEmpty());
      assertThat(network.refusals()).isPositive();
      network.heal();
      Awaitility.await().atMost(PATIENCE).until(() -> nodes(bystander).equals(List.of("host:1")));
    }
  }

  private static List<String> nodes(ZooKeeper bystander) throws InterruptedException {
    try {
      return bystander.getChildren("/shop/nodes", false);
    } catch (KeeperException notThereYet) {
      return List.of();
    }
  }
}
