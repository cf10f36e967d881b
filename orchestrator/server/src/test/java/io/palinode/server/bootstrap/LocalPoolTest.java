package io.palinode.server.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class LocalPoolTest {
  private final Queue<String> said = new ConcurrentLinkedQueue<>();
  private final CountDownLatch gate = new CountDownLatch(1);

  @Test
  void shouldRunSoManyAtATimeAndLetTheOthersWait() {
    try (LocalPool pool = new LocalPool(2)) {
      for (int i = 0; i < 3; i++) {
        pool.execute(this::waitAtTheGate);
      }
      await().until(() -> said.size() == 2);
      gate.countDown();
      await().until(() -> said.size() == 6);
    }
    assertThat(said).startsWith("waits", "waits").filteredOn("waits"::equals).hasSize(3);
  }

  @Test
  void shouldGoOnAfterATaskThatThrowsAnError() {
    try (LocalPool pool = new LocalPool(1)) {
      pool.execute(
          () -> {
            throw new NoClassDefFoundError("expected by this test");
          });
      pool.execute(() -> said.add("after it"));
      await().dontCatchUncaughtExceptions().until(() -> said.contains("after it"));
    }
  }

  @Test
  void shouldInterruptWhatRunsAndTakeNothingMoreWhenItIsClosed() {
    LocalPool pool = new LocalPool(1);
    pool.execute(this::waitAtTheGate);
    await().until(() -> said.size() == 1);

    pool.close();
    pool.execute(() -> said.add("too late"));
    await().atMost(Duration.ofSeconds(10)).until(() -> said.size() == 2);
    assertThat(said).containsExactly("waits", "is interrupted");
  }

  private void waitAtTheGate() {
    said.add("waits");
    try {
      gate.await();
      said.add("goes on");
    } catch (InterruptedException e) {
      said.add("is interrupted");
    }
  }
}
