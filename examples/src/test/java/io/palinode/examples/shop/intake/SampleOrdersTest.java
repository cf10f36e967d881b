package io.palinode.examples.shop.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleOrdersTest {
  private static final Path SHIPPED = Path.of("orders");

  @Test
  void shouldWriteTheFilesThatAreShipped(@TempDir Path fresh) throws IOException {
    SampleOrders.main(fresh.toString());

    for (String name : List.of("orders.csv", "orders.jsonl")) {
      assertThat(fresh.resolve(name)).hasSameBinaryContentAs(SHIPPED.resolve(name));
    }
  }

  @Test
  void shouldHaveHundredsOfOrdersAndBadLinesOfManyKinds() {
    List<OrderLine> csv = read(SHIPPED.resolve("orders.csv"));
    List<OrderLine> json = read(SHIPPED.resolve("orders.jsonl"));

    assertThat(csv).filteredOn(OrderLine.Good.class::isInstance).hasSize(200);
    assertThat(csv).filteredOn(OrderLine.Bad.class::isInstance).hasSize(7);
    assertThat(json).filteredOn(OrderLine.Good.class::isInstance).hasSize(120);
    assertThat(json).filteredOn(OrderLine.Bad.class::isInstance).hasSize(4);
  }

  private static List<OrderLine> read(Path file) {
    List<OrderLine> lines = new ArrayList<>();
    try (OrderReader reader = OrderReader.open(file)) {
      Optional<OrderLine> line = reader.next();
      while (line.isPresent()) {
        lines.add(line.get());
        line = reader.next();
      }
    }
    return lines;
  }
}
