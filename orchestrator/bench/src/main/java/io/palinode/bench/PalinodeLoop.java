package io.palinode.bench;

import io.palinode.bench.Palinode.Done;
import io.palinode.bench.Palinode.Order;
import io.palinode.bench.Palinode.Work;
import io.palinode.embedded.process.Leash;
import io.palinode.saga.Saga;
import io.palinode.saga.SagaDefinition;
import io.palinode.server.bootstrap.Orchestrator;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** Main of the JVM under test: one orchestrator with the benchmark's saga, until it is killed. */
final class PalinodeLoop {
  private static final Duration STATUS_EVERY = Duration.ofMillis(250);

  /** Longer than any run, so that a saga that is to wait does. */
  private static final Duration PATIENCE = Duration.ofHours(6);

  private PalinodeLoop() {}

  public static void main(String[] arguments) {
    Leash.hold();
    var run = Run.fromArgument(arguments[0]);
    var orchestrator = Orchestrator.start(settings(run), List.of(saga()));
    var share = arguments.length > 1 ? Integer.parseInt(arguments[1]) : run.shards();
    while (orchestrator.ownedShards() < share) {
      LockSupport.parkNanos(10_000_000);
    }
    System.out.println("ready");
    var heap = new HeapWatch();
    while (true) {
      heap.look();
      System.out.println("status " + LoopStatus.of(orchestrator, heap).toLine());
      LockSupport.parkNanos(STATUS_EVERY.toNanos());
    }
  }

  private static SagaDefinition<Order> saga() {
    return Saga.named(Palinode.SAGA, Order.class)
        .step("reserve-stock")
        .at("stock")
        .command(PalinodeLoop::work)
        .onReply(Done.class, PalinodeLoop::reserved)
        .compensation(PalinodeLoop::work)
        .step("charge-card")
        .at("payments")
        .command(PalinodeLoop::work)
        .timeout(PATIENCE)
        .pivot()
        .step("arrange-shipping")
        .at("shipping")
        .command(PalinodeLoop::work)
        .retriable()
        .build();
  }

  private static Work work(Order order) {
    return new Work(order.sku(), order.quantity(), order.note());
  }

  private static Order reserved(Order order, Done done) {
    return new Order(
        order.customer(),
        order.sku(),
        order.quantity(),
        order.cents(),
        order.note(),
        done.number());
  }

  private static Map<String, String> settings(Run run) {
    return Map.of(
        "kafka.bootstrap.servers", run.servers().kafka(),
        "saga.zookeeper.connect", run.servers().zookeeper(),
        "saga.namespace", run.namespace(),
        "saga.shards", Integer.toString(run.shards()),
        "saga.topics.partitions", Integer.toString(run.shards()),
        "saga.publish.linger.ms", Integer.toString(run.lingerMillis()),
        "saga.lock.mode", run.locks() ? "saga" : "shard");
  }
}
