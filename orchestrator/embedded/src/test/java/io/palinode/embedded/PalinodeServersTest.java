package io.palinode.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.IOException;
import java.net.ConnectException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

class PalinodeServersTest {
  private static final List<EmbeddedCluster> INJECTED = new CopyOnWriteArrayList<>();

  @Test
  void shouldGiveEveryTestClassTheSameClusterAndCloseItAfterTheLast() {
    INJECTED.clear();

    try (var session = LauncherFactory.openSession()) {
      run(session.getLauncher(), Declared.class);
      run(session.getLauncher(), Registered.class);
    }

    assertThat(INJECTED).hasSize(3).containsOnly(INJECTED.get(0));
    assertNobodyListens(INJECTED.get(0).kafka().port());
    assertNobodyListens(INJECTED.get(0).zooKeeper().port());
  }

  /** Each class in a request of its own, as Surefire does with a JVM that it uses for several. */
  private static void run(Launcher launcher, Class<?> test) {
    var summary = new SummaryGeneratingListener();
    var request = LauncherDiscoveryRequestBuilder.request().selectors(selectClass(test)).build();
    launcher.execute(request, summary);
    assertThat(summary.getSummary().getFailures()).isEmpty();
  }

  private static void assertNobodyListens(int port) {
    assertThatExceptionOfType(ConnectException.class).isThrownBy(() -> Loopback.connect(port));
  }

  @ExtendWith(PalinodeServers.class)
  static class Declared {
    @Test
    void shouldReachKafka(EmbeddedCluster cluster) throws IOException {
      Loopback.connect(cluster.kafka().port());
      INJECTED.add(cluster);
    }

    @Test
    void shouldReachZooKeeper(EmbeddedCluster cluster) throws IOException {
      Loopback.connect(cluster.zooKeeper().port());
      INJECTED.add(cluster);
    }
  }

  static class Registered {
    @RegisterExtension static final PalinodeServers SERVERS = new PalinodeServers();

    @Test
    void shouldReachKafka(EmbeddedCluster cluster) throws IOException {
      Loopback.connect(cluster.kafka().port());
      INJECTED.add(cluster);
    }
  }
}
