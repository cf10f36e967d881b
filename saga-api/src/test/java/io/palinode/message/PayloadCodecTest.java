package io.palinode.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PayloadCodecTest {
  private final PayloadCodec codec = new PayloadCodec();

  record ReserveStock(String sku, Instant at, Duration until, Optional<String> note) {}

  record HTTPCall() {}

  record Sku2Go() {}

  @MessageName("pay")
  record ChargeCardNow() {}

  @Test
  void shouldWriteTimesAsText() {
    ReserveStock value =
        new ReserveStock("book", Instant.EPOCH, Duration.ofSeconds(90), Optional.empty());

    Payload payload = codec.encode(value);

    assertThat(payload.type()).isEqualTo("reserve-stock");
    assertThat(payload.text())
        .isEqualTo(
            "{\"sku\":\"book\",\"at\":\"1970-01-01T00:00:00Z\",\"until\":\"PT1M30S\",\"note\":null}");
    assertThat(codec.decode(payload, ReserveStock.class)).isEqualTo(value);
  }

  @Test
  void shouldWriteEqualMapsAsEqualBytes() {
    Map<String, Integer> backwards = new LinkedHashMap<>();
    backwards.put("c", 3);
    backwards.put("b", 2);
    backwards.put("a", 1);

    assertThat(codec.encode(backwards).text()).isEqualTo("{\"a\":1,\"b\":2,\"c\":3}");
  }

  @Test
  void shouldRefuseAnythingAfterTheValue() {
    Payload spliced = new Payload("http-call", "{}}],\"more\":[{".getBytes(UTF_8));

    assertThatThrownBy(() -> codec.decode(spliced, HTTPCall.class))
        .isInstanceOf(MalformedMessage.class);
  }

  @Test
  void shouldIgnoreFieldsThatANewerSenderAdds() {
    Payload newer = new Payload("http-call", "{\"added\":[1]}".getBytes(UTF_8));

    assertThat(codec.decode(newer, HTTPCall.class)).isEqualTo(new HTTPCall());
  }

  @ParameterizedTest
  @CsvSource({"{,cannot be read as", "\"text\",cannot be read as", "null,is null; expected a"})
  void shouldRefuseWhatDoesNotFit(String json, String why) {
    Payload payload = new Payload("reserve-stock", json.getBytes(UTF_8));

    assertThatThrownBy(() -> codec.decode(payload, ReserveStock.class))
        .isInstanceOf(MalformedMessage.class)
        .hasMessageContaining("The payload 'reserve-stock' " + why)
        .hasMessageContaining(ReserveStock.class.getName());
  }

  @Test
  void shouldRefuseWhatIsAboveTheLimitAndNothingBelow() {
    PayloadCodec small = new PayloadCodec(10);

    assertThat(small.encode("x".repeat(8)).json()).hasSize(10);
    assertThatThrownBy(() -> small.encode("x".repeat(9)))
        .isInstanceOf(PayloadTooLarge.class)
        .hasMessage(
            "Payload string takes 11 bytes as JSON; the limit is 10. Keep large things in a store"
                + " of their own and send a reference.");
    assertThatThrownBy(() -> small.checked(new Payload("any", new byte[11])))
        .isInstanceOf(PayloadTooLarge.class);
  }

  @Test
  void shouldCountTheLimitInBytesNotCharacters() {
    PayloadCodec small = new PayloadCodec(10);

    assertThatThrownBy(() -> small.encode("ä".repeat(5))).isInstanceOf(PayloadTooLarge.class);
  }

  @Test
  void shouldSayWhatItCannotWrite() {
    assertThatThrownBy(() -> codec.encode(Map.of("self", new Selfish())))
        .isInstanceOf(MalformedMessage.class)
        .hasMessageContaining("cannot be written as JSON");
  }

  @Test
  void shouldNameTypesInKebabCase() {
    assertThat(MessageType.of(ReserveStock.class)).isEqualTo("reserve-stock");
    assertThat(MessageType.of(HTTPCall.class)).isEqualTo("http-call");
    assertThat(MessageType.of(Sku2Go.class)).isEqualTo("sku2-go");
    assertThat(MessageType.of(ChargeCardNow.class)).isEqualTo("pay");
  }

  /** Has itself for a property. */
  static final class Selfish {
    public Selfish getSelf() {
      return this;
    }
  }
}
