package io.palinode.examples.shop.shipping;

import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.examples.shop.Desk;
import io.palinode.message.CommandOutcome;
import io.palinode.message.CommandOutcome.Rejected;
import io.palinode.message.CommandOutcome.Succeeded;
import io.palinode.message.CommandOutcome.TryAgain;
import io.palinode.message.Reason;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShippingServiceTest {
  private static final String STEP = "arrange-shipping";

  @TempDir private Path books;
  private Desk desk;

  @BeforeEach
  void open() {
    desk = new Desk(new ShippingService(), books.resolve("shipping.jsonl"));
  }

  @AfterEach
  void close() {
    desk.close();
  }

  @Test
  void shouldNumberParcelsOneAfterAnother() {
    assertThat(Desk.reply(arrange("1", "10117"), ShippingArranged.class))
        .isEqualTo(new ShippingArranged("PARCEL-000001"));
    assertThat(Desk.reply(arrange("2", "10117"), ShippingArranged.class))
        .isEqualTo(new ShippingArranged("PARCEL-000002"));
  }

  @Test
  void shouldSayNoWhereNoCarrierGoes() {
    assertThat(arrange("1", "99735"))
        .isEqualTo(new Rejected(new Reason("NO_CARRIER", "No carrier goes to 99735.")));
  }

  @Test
  void shouldLookLikeTryAgainWhenTheHandlerThrows() {
    assertThat(arrange("1", "88131"))
        .isInstanceOfSatisfying(
            TryAgain.class,
            again -> assertThat(again.reason().code()).isEqualTo("LabelPrinterBroken"));
  }

  @Test
  void shouldCallOffACarrierOnce() {
    arrange("1", "10117");

    CommandOutcome first = desk.undo("1", STEP, new CancelShipping("1"));

    assertThat(first).isInstanceOf(Succeeded.class);
    assertThat(desk.undo("1", STEP, new CancelShipping("1"))).isEqualTo(first);
    assertThat(desk.participant().counts().repeated()).isEqualTo(1);
  }

  private CommandOutcome arrange(String order, String postcode) {
    return desk.act(order, STEP, new ArrangeShipping(order, "Ada Hartmann", postcode));
  }
}
