package io.palinode.server.coordination.curator;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.palinode.embedded.EmbeddedCluster;
import io.palinode.embedded.PalinodeServers;
import io.palinode.server.coordination.FiringMemory;
import io.palinode.server.coordination.FiringMemoryContract;
import io.palinode.server.coordination.FiringMemoryUnavailable;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PalinodeServers.class)
class CuratorFiringMemoryTest extends FiringMemoryContract {
  private static final AtomicInteger NAMESPACES = new AtomicInteger();
  private static final Duration SESSION = Duration.ofSeconds(2);

  private CuratorFiringMemory memory;
  private CuratorFiringMemory others;

  @BeforeEach
  void open(EmbeddedCluster cluster) {
    String namespace = "firings-" + NAMESPACES.incrementAndGet();
    memory = new CuratorFiringMemory(cluster.connectString(), namespace, SESSION);
    others = new CuratorFiringMemory(cluster.connectString(), namespace, SESSION);
  }

  @AfterEach
  void close() {
    memory.close();
    others.close();
  }

  @Override
  protected FiringMemory memory() {
    return memory;
  }

  @Override
  protected FiringMemory others() {
    return others;
  }

  @Test
  void shouldSayThatNobodyAnswers() {
    try (var nowhere = new CuratorFiringMemory("127.0.0.1:1", "firings", Duration.ofMillis(500))) {
      assertThatExceptionOfType(FiringMemoryUnavailable.class)
          .isThrownBy(() -> nowhere.read("nightly-settlement"))
          .withMessageContaining("'nightly-settlement' could not be read");
    }
  }
}
