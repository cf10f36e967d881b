package io.palinode.examples.shop.node;

import io.palinode.client.SagaClient;
import io.palinode.client.kafka.KafkaSagaClient;
import io.palinode.examples.shop.intake.OrderLine;
import io.palinode.examples.shop.intake.OrderReader;
import io.palinode.examples.shop.intake.UnusableFile;
import io.palinode.examples.shop.report.SagaStory;
import io.palinode.message.SagaStatus;
import io.palinode.settings.ClientSettings;
import io.palinode.settings.InvalidSettings;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The order desk as a process: places the orders of the files named as arguments, waits until they
 * are settled, and tells how each one ended.
 *
 * <p>Exits with 1 if some are not settled in time, and with 2 if it was called wrongly.
 */
public final class ShopOrders {
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private ShopOrders() {}

  /** Runs until every order is settled. */
  public static void main(String... files) throws InterruptedException {
    NodeLogging.set();
    if (files.length == 0) {
      System.err.println("usage: ShopOrders FILE...");
      System.exit(2);
    }
    try {
      System.exit(run(List.of(files), ShopSettings.ofThisProcess()) ? 0 : 1);
    } catch (InvalidSettings | UnusableFile | UncheckedIOException e) {
      System.err.println(e.getMessage());
      System.exit(2);
    }
  }

  private static boolean run(List<String> files, ShopSettings settings)
      throws InterruptedException {
    try (SagaClient sagas = KafkaSagaClient.connect(ClientSettings.of(settings.keys()))) {
      OrderDesk desk = new OrderDesk(sagas);
      for (String file : files) {
        place(Path.of(file), desk);
      }
      long end = System.nanoTime() + PATIENCE.toNanos();
      while (desk.settled() < desk.placed() && System.nanoTime() < end) {
        Thread.sleep(200);
      }
      desk.stories().forEach(ShopOrders::tell);
      System.out.printf(
          "%,d orders: %,d completed, %,d undone, %,d parked%n",
          desk.placed(),
          desk.count(SagaStatus.COMPLETED),
          desk.count(SagaStatus.COMPENSATED),
          desk.count(SagaStatus.PARKED));
      return desk.settled() == desk.placed();
    }
  }

  private static void place(Path file, OrderDesk desk) {
    try (OrderReader reader = OrderReader.open(file)) {
      Optional<OrderLine> line = reader.next();
      while (line.isPresent()) {
        if (line.get() instanceof OrderLine.Good good) {
          desk.place(good.order());
        } else {
          System.out.printf("%s, %s%n", file, line.get());
        }
        line = reader.next();
      }
    }
  }

  private static void tell(SagaStory story) {
    System.out.printf(
        "order %s: %s%s%n",
        story.order().id(),
        story.status().word(),
        story.reason() == null ? "" : ", " + story.reason());
  }
}
