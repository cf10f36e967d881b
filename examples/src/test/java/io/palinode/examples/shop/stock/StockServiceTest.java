package io.palinode.examples.shop.stock;

import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.examples.shop.Desk;
import io.palinode.message.CommandOutcome;
import io.palinode.message.CommandOutcome.Rejected;
import io.palinode.message.CommandOutcome.Succeeded;
import io.palinode.message.Reason;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StockServiceTest {
  private static final String STEP = "reserve-stock";

  @TempDir private Path books;

  @Test
  void shouldReserveUntilAnEditionIsSoldOut() {
    try (Desk desk = open()) {
      assertThat(Desk.reply(reserve(desk, "1", "PRINT-LTD3", 2), StockReserved.class))
          .isEqualTo(new StockReserved("RES-000001"));
      assertThat(reserve(desk, "2", "PRINT-LTD3", 2))
          .isEqualTo(
              new Rejected(new Reason("SOLD_OUT", "1 of PRINT-LTD3 are left; the order wants 2.")));
      assertThat(reserve(desk, "3", "PRINT-LTD3", 1)).isInstanceOf(Succeeded.class);
    }
  }

  @Test
  void shouldHaveAThousandOfWhatIsNoEdition() {
    try (Desk desk = open()) {
      assertThat(reserve(desk, "1", "MUG-BLUE", 1_000)).isInstanceOf(Succeeded.class);
      assertThat(reserve(desk, "2", "MUG-BLUE", 1)).isInstanceOf(Rejected.class);
    }
  }

  @Test
  void shouldSellAgainWhatWasReleased() {
    try (Desk desk = open()) {
      reserve(desk, "1", "PRINT-LTD1", 1);

      assertThat(desk.undo("1", STEP, new ReleaseStock("1"))).isInstanceOf(Succeeded.class);

      assertThat(reserve(desk, "2", "PRINT-LTD1", 1)).isInstanceOf(Succeeded.class);
    }
  }

  @Test
  void shouldKnowItsShelvesAfterARestart() {
    try (Desk desk = open()) {
      reserve(desk, "1", "PRINT-LTD2", 1);
    }
    try (Desk desk = open()) {
      assertThat(Desk.reply(reserve(desk, "2", "PRINT-LTD2", 1), StockReserved.class))
          .isEqualTo(new StockReserved("RES-000002"));
      assertThat(reserve(desk, "3", "PRINT-LTD2", 1)).isInstanceOf(Rejected.class);
    }
  }

  private Desk open() {
    return new Desk(new StockService(), books.resolve("stock.jsonl"));
  }

  private static CommandOutcome reserve(Desk desk, String order, String sku, int quantity) {
    return desk.act(order, STEP, new ReserveStock(order, sku, quantity));
  }
}
