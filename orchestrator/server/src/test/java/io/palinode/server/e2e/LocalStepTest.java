package io.palinode.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.embedded.EmbeddedCluster;
import io.palinode.embedded.PalinodeServers;
import io.palinode.message.SagaReport;
import io.palinode.message.SagaStatus;
import io.palinode.server.bootstrap.Orchestrator;
import io.palinode.server.e2e.PricedSaga.Offer;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;

/** Local steps on the threads of real nodes. */
@ExtendWith(PalinodeServers.class)
@TestInstance(Lifecycle.PER_CLASS)
class LocalStepTest {
  private final Queue<String> calls = new ConcurrentLinkedQueue<>();
  private final CountDownLatch never = new CountDownLatch(1);
  @AutoClose private World world;

  @BeforeAll
  void open(EmbeddedCluster cluster) {
    world = new World(cluster);
  }

  @Test
  void shouldWaitForAThreadAndRunAgainOnTheNodeThatTakesOver() {
    Map<String, String> narrow = new TreeMap<>(world.settings());
    narrow.put("saga.local.threads", "1");
    narrow.put("saga.orchestrator.drain", "500ms");
    Orchestrator first = Orchestrator.start(narrow, List.of(PricedSaga.of(this::hang)));
    var hanging = world.client().start(PricedSaga.of(id -> id), "hanging", Offer.of("hanging"));
    World.waiting().until(() -> calls.contains("hangs hanging"));
    var behind = world.client().start(PricedSaga.of(id -> id), "behind", Offer.of("behind"));
    World.waiting().until(() -> first.liveSagas() == 2);

    first.close();
    assertThat(calls).as("one thread").containsExactly("hangs hanging", "interrupted hanging");
    world.startNode(List.of(PricedSaga.of(this::work)));

    for (SagaReport report : List.of(World.outcome(hanging), World.outcome(behind))) {
      assertThat(report.status()).isEqualTo(SagaStatus.COMPLETED);
      assertThat(report.data().path("price").asText()).isEqualTo("7 for " + report.sagaId());
      assertThat(world.participants().effects(report.sagaId()))
          .isEqualTo(Map.of("charge-card/action", 1, "send-ticket/action", 1));
    }
    assertThat(calls).hasSize(4).contains("works hanging", "works behind");
  }

  private String hang(String id) {
    calls.add("hangs " + id);
    try {
      never.await();
    } catch (InterruptedException e) {
      calls.add("interrupted " + id);
    }
    throw new IllegalStateException("Nobody waits for it any more.");
  }

  private String work(String id) {
    calls.add("works " + id);
    return "7 for " + id;
  }
}
