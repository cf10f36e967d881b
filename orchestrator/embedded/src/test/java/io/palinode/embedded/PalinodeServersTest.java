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
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

class PalinodeServersTest {
  private static final List<EmbeddedCluster> INJECTED = new CopyOnWriteArrayList<>();

  @Test
  void shouldGiveEveryTestClassTheSameClusterAndCloseItAfterTheLast() {
    INJECTED.clear();

    var summary = run(Declared.class, Registered.class);

    assertThat(summary.getSummary().getFailures()).isEmpty();
    assertThat(INJECTED).hasSize(3).containsOnly(INJECTED.get(0));
    assertNobodyListens(INJECTED.get(0).kafka().port());
    assertNobodyListens(INJECTED.get(0).zooKeeper().port());
  }

  private static SummaryGeneratingListener run(Class<?> first, Class<?> second) {
    var summary = new SummaryGeneratingListener();
    var request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(selectClass(first), selectClass(second))
            .build();
    LauncherFactory.create().execute(request, summary);
    return summary;
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
