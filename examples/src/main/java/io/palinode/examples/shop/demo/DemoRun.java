package io.palinode.examples.shop.demo;

import io.palinode.examples.shop.Order;
import io.palinode.examples.shop.audit.Audit;
import io.palinode.examples.shop.audit.AuditReport;
import io.palinode.examples.shop.audit.ShopBooks;
import io.palinode.examples.shop.node.OrderDesk;
import io.palinode.examples.shop.report.Outage;
import io.palinode.examples.shop.report.SagaStory;
import io.palinode.examples.shop.report.ShopRun;
import io.palinode.message.SagaStatus;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Places the orders, kills the orchestrator half-way, and waits until every order is settled.
 *
 * <p>One loop of small steps, on one thread.
 */
final class DemoRun {
  private static final Duration TICK = Duration.ofMillis(20);
  private static final Duration STANDSTILL = Duration.ofSeconds(60);
  private static final int KILL_AT_PERCENT = 40;

  private final DemoArguments arguments;
  private final DemoShop shop;
  private final Screen screen;
  private final OrderDesk desk;
  private final int expected;
  private final List<Outage> outages = new ArrayList<>();
  private boolean firstTold;
  private boolean recoveryTold;

  DemoRun(DemoArguments arguments, DemoShop shop, Screen screen, int expected) {
    this.arguments = arguments;
    this.shop = shop;
    this.screen = screen;
    this.expected = expected;
    this.desk = new OrderDesk(shop.connect());
  }

  /** Runs to the end, or until nothing has happened for a minute. */
  ShopRun run() throws InterruptedException {
    long began = System.nanoTime();
    try (Incoming incoming = new Incoming(arguments.files())) {
      long lastChange = began;
      int settled = 0;
      while (desk.settled() < expected && System.nanoTime() - lastChange < STANDSTILL.toNanos()) {
        placeWhatIsDue(incoming, System.nanoTime() - began);
        killWhenDue();
        tellNews();
        if (desk.settled() > settled) {
          settled = desk.settled();
          lastChange = System.nanoTime();
        }
        Thread.sleep(TICK.toMillis());
      }
      return result(incoming.rejected(), Duration.ofNanos(System.nanoTime() - began));
    }
  }

  private void placeWhatIsDue(Incoming incoming, long sinceBegan) {
    long due = Math.min(expected, 1 + sinceBegan * arguments.perSecond() / 1_000_000_000L);
    while (desk.placed() < due) {
      Optional<Order> order = incoming.next();
      if (order.isEmpty()) {
        return;
      }
      desk.place(order.get());
    }
  }

  private void killWhenDue() throws InterruptedException {
    boolean due = desk.settled() * 100L >= (long) expected * KILL_AT_PERCENT;
    if (!arguments.kill() || !outages.isEmpty() || !due) {
      return;
    }
    OrchestratorProcess victim = shop.orchestrator();
    victim.kill();
    long killedAt = System.currentTimeMillis();
    int underWay = desk.placed() - desk.settled();
    OrchestratorProcess successor = shop.replaceOrchestrator();
    outages.add(new Outage(killedAt, System.currentTimeMillis(), 0));
    screen.say(
        "↯ kill -9 %d: the orchestrator is dead, with %d orders under way. Starting another, pid %d."
            .formatted(victim.pid(), underWay, successor.pid()));
  }

  private void tellNews() {
    if (!firstTold && desk.count(SagaStatus.COMPLETED) > 0) {
      firstTold = true;
      long uptime = ManagementFactory.getRuntimeMXBean().getUptime();
      screen.say(
          "✓ the first order is completed, %.1f s after the start of the JVM"
              .formatted(uptime / 1000.0));
    }
    if (!outages.isEmpty() && !recoveryTold) {
      Outage outage = recovered(outages.get(0));
      if (outage.recoveredAt() > 0) {
        recoveryTold = true;
        screen.say("✓ sagas end again, %.1f s after the kill".formatted(outage.millis() / 1000.0));
      }
    }
    screen.progress(desk.settled(), expected, counts(), System.nanoTime());
  }

  private String counts() {
    return "completed %d, undone %d, parked %d, under way %d"
        .formatted(
            desk.count(SagaStatus.COMPLETED),
            desk.count(SagaStatus.COMPENSATED),
            desk.count(SagaStatus.PARKED),
            desk.placed() - desk.settled());
  }

  private ShopRun result(List<String> rejected, Duration took) {
    List<SagaStory> stories = desk.stories();
    Map<String, SagaStatus> told =
        stories.stream().collect(Collectors.toMap(story -> story.order().id(), SagaStory::status));
    AuditReport audit = Audit.of(ShopBooks.read(shop.books()), told);
    return new ShopRun(
        "Palinode demo: an online shop",
        stories,
        rejected,
        outages.stream().map(this::recovered).toList(),
        shop.repeated(),
        audit,
        took.toMillis());
  }

  private Outage recovered(Outage outage) {
    return new Outage(
        outage.killedAt(), outage.restartedAt(), desk.firstOutcomeAfter(outage.killedAt()));
  }
}
