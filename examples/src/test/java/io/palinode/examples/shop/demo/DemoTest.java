package io.palinode.examples.shop.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.examples.shop.Order;
import io.palinode.examples.shop.audit.Audit;
import io.palinode.examples.shop.audit.ShopBooks;
import io.palinode.examples.shop.report.SagaStory;
import io.palinode.examples.shop.report.ShopRun;
import io.palinode.examples.shop.report.Timeline;
import io.palinode.message.SagaStatus;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole shop, with real servers and a real {@code kill -9}; takes some ten seconds. */
class DemoTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final Screen screen =
      new Screen(new PrintStream(bytes, true, StandardCharsets.UTF_8), false, true);

  @TempDir private Path directory;

  @Test
  void shouldLoseNothingWhenTheOrchestratorIsKilled() throws IOException {
    Path orders = directory.resolve("orders.csv");
    try (Stream<String> sample = Files.lines(Path.of("orders", "orders.csv"))) {
      Files.write(orders, sample.limit(60).toList());
    }

    String said = run(0, "--orders", orders.toString(), "--dir", directory.toString());

    assertThat(said)
        .contains("57 orders in ")
        .contains("kill -9 ")
        .contains("sagas end again")
        .contains("2 lines were no orders; the rest ran:")
        .contains("✓ no effect twice")
        .contains("✓ passed");
    assertThat(directory.resolve("report.html")).content().contains("✓ Audit passed");
    assertThat(ShopBooks.read(directory.resolve("books")).stock()).hasSizeGreaterThan(56);
  }

  @Test
  void shouldFailWhenABookIsBroken() throws IOException {
    Path stock = ShopBooks.ledger(Files.createDirectory(directory.resolve("books")), "stock");
    Files.writeString(
        stock,
        """
        {"saga":"7","epoch":1,"settled":[{"command":"7/reserve-stock/action","attempt":1,"type":"none"}],"entries":[{"entry":"reserved","reservation":"RES-1","order":"7","sku":"MUG","pieces":1,"left":9}]}
        """);
    ShopBooks books = ShopBooks.read(stock.getParent());
    Order order = Order.placed("7", "Ada", "MUG", 1, 990, "4929000000014242", "10117");
    ShopRun broken =
        new ShopRun(
            "A run",
            List.of(new SagaStory(order, SagaStatus.COMPENSATED, null, Timeline.of(List.of()))),
            List.of(),
            List.of(),
            0,
            Audit.of(books, Map.of("7", SagaStatus.COMPENSATED)),
            1);

    int exit = Demo.conclude(broken, directory, screen);

    assertThat(exit).isEqualTo(1);
    assertThat(said())
        .contains(
            "✗ order 7 is half done: reserved",
            "✗ stock: after RES-1 the book says that 9 of MUG are left, the entries add up to -1",
            "✗ FAILED")
        .doesNotContain("✓ no effect twice");
  }

  @Test
  void shouldSayWhatIsWrongWithAFileBeforeAnythingIsStarted() throws IOException {
    Path orders = Files.writeString(directory.resolve("orders.csv"), "a,b,c\n1,2,3\n");

    assertThat(run(2, "--orders", orders.toString(), "--dir", directory.toString()))
        .contains("The header lacks order, customer");
    assertThat(directory.resolve("books")).doesNotExist();
  }

  private String run(int expected, String... arguments) {
    int exit = Demo.run(List.of(arguments), screen);

    assertThat(exit).as(said()).isEqualTo(expected);
    return said();
  }

  private String said() {
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
