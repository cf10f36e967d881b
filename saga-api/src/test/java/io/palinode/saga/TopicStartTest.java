package io.palinode.saga;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palinode.message.PayloadCodec;
import io.palinode.message.SagaRequest;
import io.palinode.message.WireRecord;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class TopicStartTest {
  private static final PayloadCodec CODEC = new PayloadCodec(100);
  private static final Instant TIME = Instant.parse("2026-11-23T03:00:00Z");

  record OrderPlaced(int number, String sku) {}

  record Order(String id, String sku) {}

  @Test
  void shouldMakeTheStartFromTheValue() {
    var definition =
        define(
            saga ->
                saga.startedBy("shop.orders", OrderPlaced.class)
                    .id(placed -> "order-" + placed.number())
                    .data(placed -> new Order("order-" + placed.number(), placed.sku())));

    assertThat(start(definition, record("{\"number\":7,\"sku\":\"mug\",\"new\":1}")))
        .contains(
            new SagaRequest.Start(
                "order-7", "place-order", CODEC.encode(new Order("order-7", "mug"))));
    assertThat(definition.starts().topics())
        .extracting(TopicStart::topic)
        .containsExactly("shop.orders");
  }

  @Test
  void shouldMakeTheStartFromKeyHeadersAndTime() {
    var definition =
        define(
            saga ->
                saga.startedByRecords("shop.orders", OrderPlaced.class)
                    .onlyIf(record -> record.header("ce_type").equals(Optional.of("placed")))
                    .id(record -> record.key().orElseThrow())
                    .data(record -> new Order(record.time().toString(), record.value().sku())));

    assertThat(start(definition, record("{\"sku\":\"mug\"}", Map.of("ce_type", "placed"))))
        .contains(
            new SagaRequest.Start(
                "key-1", "place-order", CODEC.encode(new Order(TIME.toString(), "mug"))));
    assertThat(start(definition, record("no JSON at all", Map.of("ce_type", "shipped"))))
        .as("a record that is not wanted is not even read")
        .isEmpty();
  }

  @Test
  void shouldPassOverWhatIsNotWanted() {
    var definition =
        define(
            saga ->
                saga.startedBy("shop.orders", OrderPlaced.class)
                    .onlyIf(placed -> placed.number() > 10)
                    .id(placed -> "order-" + placed.number())
                    .data(placed -> new Order("", placed.sku())));

    assertThat(start(definition, record("{\"number\":7}"))).isEmpty();
    assertThat(start(definition, record("{\"number\":11}"))).isPresent();
  }

  @Test
  void shouldSayWhyARecordIsOfNoUse() {
    var definition = plain();

    shouldBeOfNoUse(definition, record("{"), "make the saga's id", "cannot be read as");
    shouldBeOfNoUse(definition, record(null), "make the saga's id", "has no value");
    shouldBeOfNoUse(
        definition,
        record("{\"number\":7,\"sku\":\"" + "x".repeat(100) + "\"}"),
        "make the saga's data",
        "the limit is 100");
  }

  @Test
  void shouldSayWhichFunctionFailed() {
    RuntimeException own = new IllegalStateException("My own fault.");
    shouldBeOfNoUse(
        define(
            saga ->
                saga.startedBy("shop.orders", OrderPlaced.class)
                    .onlyIf(
                        placed -> {
                          throw own;
                        })
                    .id(placed -> "id")
                    .data(placed -> new Order("", ""))),
        record("{}"),
        "tell whether it is wanted",
        "My own fault.");
    shouldBeOfNoUse(withId(null), record("{}"), "make the saga's id", "returned null");
    shouldBeOfNoUse(withId("no id"), record("{}"), "make the saga's id", "The saga id is 'no id'");
    shouldBeOfNoUse(
        define(
            saga ->
                saga.startedBy("shop.orders", OrderPlaced.class)
                    .id(placed -> "id")
                    .data(placed -> null)),
        record("{}"),
        "make the saga's data",
        "returned null");
  }

  @Test
  void shouldSurviveARecordThatSendsAFunctionIntoTheDeep() {
    shouldBeOfNoUse(
        define(
            saga ->
                saga.startedBy("shop.orders", OrderPlaced.class)
                    .id(placed -> deep(placed, 0))
                    .data(placed -> new Order("", ""))),
        record("{}"),
        "make the saga's id",
        "StackOverflowError");
  }

  @Test
  void shouldNotChangeTheFingerprint() {
    assertThat(plain().ref()).isEqualTo(define(saga -> saga).ref());
  }

  @Test
  void shouldNameEveryFaultOfItsDescription() {
    assertThatThrownBy(
            () ->
                define(
                    saga -> {
                      saga.startedBy("shop/orders", OrderPlaced.class).id(placed -> "id");
                      saga.startedBy("..", OrderPlaced.class)
                          .id(placed -> "id")
                          .data(placed -> new Order("", ""));
                      saga.startedBy("shop.orders", OrderPlaced.class)
                          .data(placed -> new Order("", ""));
                      return saga.startedByRecords("shop.orders", OrderPlaced.class)
                          .id(record -> "id")
                          .data(record -> new Order("", ""));
                    }))
        .isInstanceOf(InvalidSagaDefinition.class)
        .hasMessageContainingAll(
            "StartedBy 'shop/orders' is no topic of Kafka",
            "StartedBy '..' is no topic of Kafka",
            "StartedBy 'shop/orders' does not say the data of the saga: end it with .data(",
            "StartedBy 'shop.orders' does not say the id of the saga: add .id(",
            "StartedBy 'shop.orders' is said twice: keep one");
  }

  private static String deep(OrderPlaced placed, int depth) {
    return depth == Integer.MAX_VALUE ? "" : deep(placed, depth + 1) + placed;
  }

  private static SagaDefinition<Order> plain() {
    return withId("order-7");
  }

  private static SagaDefinition<Order> withId(String id) {
    return define(
        saga ->
            saga.startedBy("shop.orders", OrderPlaced.class)
                .id(placed -> placed.number() < 0 ? "" : id)
                .data(placed -> new Order("", placed.sku())));
  }

  private static SagaDefinition<Order> define(UnaryOperator<SagaBuilder<Order>> starts) {
    return starts
        .apply(Saga.named("place-order", Order.class))
        .step("reserve-stock")
        .at("stock")
        .command(order -> order)
        .withoutCompensation()
        .build();
  }

  private static void shouldBeOfNoUse(
      SagaDefinition<Order> definition, WireRecord record, String... reasons) {
    assertThatThrownBy(() -> start(definition, record))
        .isInstanceOf(UnusableRecord.class)
        .hasMessageContainingAll("'place-order'", "'shop.orders'")
        .hasMessageContainingAll(reasons);
  }

  private static Optional<SagaRequest.Start> start(
      SagaDefinition<Order> definition, WireRecord record) {
    return definition.starts().topics().get(0).start(record, TIME, CODEC);
  }

  private static WireRecord record(String json) {
    return record(json, Map.of());
  }

  private static WireRecord record(String json, Map<String, String> headers) {
    return new WireRecord("key-1", headers, json == null ? null : json.getBytes(UTF_8));
  }
}
