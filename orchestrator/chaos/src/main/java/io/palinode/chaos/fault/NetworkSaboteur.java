package io.palinode.chaos.fault;

import io.palinode.embedded.faults.TcpProxy;
import java.time.Duration;
import java.util.List;
import java.util.function.IntSupplier;

/**
 * Breaks and disturbs network lines. A fault that lasts is held until it has hit something, and at
 * least as long as was planned.
 *
 * @param toZooKeeper each orchestrator's line to each ZooKeeper server
 * @param toKafka everybody's lines to Kafka
 */
public record NetworkSaboteur(List<Line> toZooKeeper, List<Line> toKafka) implements Saboteur {
  private static final Duration USED_AGAIN_WITHIN = Duration.ofSeconds(60);

  @Override
  public String strike(PlannedFault fault) throws InterruptedException {
    var lines = fault.kind().aboutKafka() ? toKafka : toZooKeeper;
    var line = lines.get(fault.target() % lines.size());
    if (!Patience.until(() -> line.proxy().connections() > 0, USED_AGAIN_WITHIN)) {
      throw new FaultNotSeen("Nobody uses the line " + line.name() + ".");
    }
    return line.name() + ": " + strike(fault, line.proxy());
  }

  private static String strike(PlannedFault fault, TcpProxy proxy) throws InterruptedException {
    var lasting = fault.lasting();
    return switch (fault.kind()) {
      case CUT_ZOOKEEPER, CUT_KAFKA -> seen(proxy.cut(), "connections cut");
      case HALF_CLOSE_ZOOKEEPER, HALF_CLOSE_KAFKA -> seen(proxy.halfClose(), "half-closed");
      case DELAY_ZOOKEEPER, DELAY_KAFKA -> {
        int held = during(proxy::pause, lasting, proxy::heldBack);
        proxy.heal();
        yield seen(held, "connections held back for " + lasting.toMillis() + " ms");
      }
      case REFUSE_ZOOKEEPER, REFUSE_KAFKA -> {
        int before = proxy.refusals();
        int broken = proxy.refuse();
        Patience.pause(lasting);
        proxy.heal();
        int hit = broken + proxy.refusals() - before; // clients of an ensemble go elsewhere
        yield seen(hit, "connections broken or refused in " + lasting.toMillis() + " ms");
      }
      case LOSE_ZOOKEEPER_ANSWERS, LOSE_KAFKA_ANSWERS -> {
        int lost = during(proxy::dropResponses, lasting, proxy::lost);
        int unused =
            proxy.refuse(); // or somebody who comes in now would miss the beginning of an answer
        proxy.heal();
        yield seen(lost, "answers lost in " + lasting.toMillis() + " ms, then all cut");
      }
      default -> throw new IllegalArgumentException(fault.kind() + " is done to no line.");
    };
  }

  private static int during(Runnable begin, Duration lasting, IntSupplier count)
      throws InterruptedException {
    int before = count.getAsInt();
    begin.run();
    Patience.pause(lasting);
    if (!Patience.until(() -> count.getAsInt() > before, USED_AGAIN_WITHIN)) {
      throw new FaultNotSeen("The fault has hit nothing.");
    }
    return count.getAsInt() - before;
  }

  private static String seen(int count, String what) {
    if (count == 0) {
      throw new FaultNotSeen("No " + what + ".");
    }
    return count + " " + what;
  }
}
