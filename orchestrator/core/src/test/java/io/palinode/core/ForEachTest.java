package io.palinode.core;

import static io.palinode.core.LiveSaga.action;
import static io.palinode.core.LiveSaga.because;
import static io.palinode.core.LiveSaga.compensation;
import static io.palinode.core.ParallelTest.sent;
import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.core.Effect.Report;
import io.palinode.core.SagaEvent.CompensationStarted;
import io.palinode.core.SagaEvent.ItemsListed;
import io.palinode.core.SagaEvent.SagaEnded;
import io.palinode.core.SagaEvent.SagaParked;
import io.palinode.core.SagaEvent.SagaStarted;
import io.palinode.message.Direction;
import io.palinode.message.Payload;
import io.palinode.message.Reason;
import io.palinode.message.SagaStatus;
import io.palinode.saga.Branch;
import io.palinode.saga.Item;
import io.palinode.saga.Saga;
import io.palinode.saga.SagaBuilder;
import io.palinode.saga.SagaDefinition;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A part that runs for each item of a list: how the list is frozen, worked through and undone. */
class ForEachTest {
  private static final Cart THREE = cart("apple", "pear", "plum");

  record Line(String sku) {}

  record Cart(List<Line> lines, Map<String, String> held) {
    Cart holding(Line line, String number) {
      Map<String, String> more = new LinkedHashMap<>(held);
      more.put(line.sku(), number);
      return new Cart(lines, more);
    }
  }

  record Hold(String sku, int index) {}

  record Held(String number) {}

  record LetGo(String sku, String number) {}

  @Test
  void shouldListTheItemsAndBeginAsManyAsMayRunAtOnce() {
    LiveSaga<Cart> cart = new LiveSaga<>(holdEach(2));

    var decision = cart.start(THREE);

    assertThat(decision.events())
        .containsExactly(
            new SagaStarted(cart.machine().definition().ref(), LiveSaga.CODEC.encode(THREE)),
            new ItemsListed("hold-lines", lines("apple", "pear", "plum")),
            cart.issued(action("hold[0]"), 1),
            cart.issued(action("hold[1]"), 1));
    assertThat(decision.effects())
        .containsExactly(
            cart.send(action("hold[0]"), 1, new Hold("apple", 0)),
            cart.send(action("hold[1]"), 1, new Hold("pear", 1)));
    assertThat(cart.machine().pending(cart.state())).isEqualTo(decision.effects());
  }

  @Test
  void shouldFoldEachReplyWithItsItem() {
    LiveSaga<Cart> cart = new LiveSaga<>(holdEach(3));
    cart.start(THREE);

    cart.succeeds(action("hold[2]"), new Held("n-2"));
    cart.succeeds(action("hold[0]"), new Held("n-0"));

    assertThat(LiveSaga.CODEC.decode(cart.state().data(), Cart.class).held())
        .isEqualTo(Map.of("plum", "n-2", "apple", "n-0"));
  }

  @Test
  void shouldWorkThroughTheListOneByOneWhereNothingElseIsSaid() {
    LiveSaga<Cart> cart = new LiveSaga<>(holdEach(1));

    assertThat(sent(cart.start(THREE))).containsExactly(action("hold[0]"));
    assertThat(sent(cart.succeeds(action("hold[0]")))).containsExactly(action("hold[1]"));
    assertThat(sent(cart.succeeds(action("hold[1]")))).containsExactly(action("hold[2]"));
    assertThat(sent(cart.succeeds(action("hold[2]")))).containsExactly(action("pay"));
  }

  @Test
  void shouldUndoTheItemsInReverseAsManyAtOnceAsThen() {
    LiveSaga<Cart> cart = new LiveSaga<>(holdEach(2));
    cart.start(THREE);
    for (int i = 0; i < 3; i++) {
      cart.succeeds(action("hold[" + i + "]"), new Held("n-" + i));
    }

    var turn = cart.rejects(action("pay"), "NO_MONEY");
    assertThat(turn.effects())
        .containsExactly(
            cart.send(compensation("hold[2]"), 1, new LetGo("plum", "n-2")),
            cart.send(compensation("hold[1]"), 1, new LetGo("pear", "n-1")));
    assertThat(sent(cart.succeeds(compensation("hold[1]"))))
        .containsExactly(compensation("hold[0]"));
    cart.succeeds(compensation("hold[0]"));
    assertThat(cart.succeeds(compensation("hold[2]")).events())
        .endsWith(new SagaEnded(SagaStatus.COMPENSATED));
  }

  @Test
  void shouldPassOverAnEmptyList() {
    LiveSaga<Cart> cart = new LiveSaga<>(holdEach(2));

    var decision = cart.start(cart());

    assertThat(decision.events()).contains(new ItemsListed("hold-lines", List.of()));
    assertThat(sent(decision)).containsExactly(action("pay"));
  }

  @Test
  void shouldTurnRoundWhereThereAreTooManyItems() {
    LiveSaga<Cart> cart = new LiveSaga<>(holdEach(2));

    var decision = cart.start(cart("a", "b", "c", "d"));

    assertThat(decision.events())
        .endsWith(
            new CompensationStarted(
                new Reason(
                    "TOO_MANY_ITEMS", "For-each 'hold-lines' has 4 items; at most 3 are allowed.")),
            new SagaEnded(SagaStatus.COMPENSATED));
    assertThat(decision.effects()).containsExactly(new Report());
  }

  @Test
  void shouldParkWhereThereAreTooManyItemsAndNothingIsUndoneAnyMore() {
    SagaBuilder<Cart> saga = Saga.named("ship-cart", Cart.class);
    saga.step("pay").at("bank").command(cart -> "pay").pivot();
    saga.forEach("ship-lines", Line.class, Cart::lines)
        .atMost(1)
        .run(line -> line.step("ship").at("post").command(l -> l.item().sku()).retriable());
    LiveSaga<Cart> cart = new LiveSaga<>(saga.build());
    cart.start(THREE);

    assertThat(cart.succeeds(action("pay")).events())
        .endsWith(
            new SagaParked(
                new Reason(
                    "TOO_MANY_ITEMS",
                    "For-each 'ship-lines' has 3 items; at most 1 are allowed.")));
  }

  @Test
  void shouldParkWhereTheListCannotBeMade() {
    assertNotListed(
        cart -> Arrays.asList(new Line("apple"), null), "java.lang.NullPointerException");
    assertNotListed(
        cart -> {
          throw new IllegalStateException("No list.");
        },
        "java.lang.IllegalStateException: No list.");
    assertNotListed(
        cart -> IntStream.range(0, 3).mapToObj(i -> new Line("x".repeat(900))).toList(),
        "io.palinode.message.PayloadTooLarge: The list of line");
  }

  @Test
  void shouldLetEachItemChooseForItself() {
    SagaBuilder<Cart> saga = Saga.named("hold-cart", Cart.class);
    saga.forEach("hold-lines", Line.class, Cart::lines)
        .atMost(3)
        .atOnce(3)
        .run(
            line ->
                line.choice("by")
                    .when("hand", l -> l.item().sku().startsWith("p"), byHand -> hold(byHand, "a"))
                    .otherwiseNothing());
    LiveSaga<Cart> cart = new LiveSaga<>(saga.build());

    var decision = cart.start(THREE);

    assertThat(sent(decision)).containsExactly(action("a[1]"), action("a[2]"));
    assertThat(cart.state().choice("by[0]")).isEqualTo(new SagaEvent.BranchChosen("by[0]", null));
    assertThat(cart.state().choice("by[1]")).isEqualTo(new SagaEvent.BranchChosen("by[1]", "hand"));
  }

  @Test
  void shouldIgnoreItemsThatAreNotThere() {
    LiveSaga<Cart> cart = new LiveSaga<>(holdEach(2));
    cart.start(THREE);

    for (String step : List.of("hold[3]", "hold[-1]", "hold[x]", "hold", "pay[0]", "]", "hold]")) {
      assertThat(
              cart.decides(
                      new SagaInput.Replied(
                          step, Direction.ACTION, 1, LiveSaga.success(new Held("n"))))
                  .isEmpty())
          .as(step)
          .isTrue();
    }
    assertThat(cart.rejects(action("hold[1]"), "GONE").state().reason()).isEqualTo(because("GONE"));
  }

  private static void assertNotListed(Function<Cart, List<Line>> lines, String why) {
    SagaBuilder<Cart> saga = Saga.named("hold-cart", Cart.class);
    saga.forEach("hold-lines", Line.class, lines).atMost(3).run(line -> hold(line, "hold"));
    LiveSaga<Cart> cart = new LiveSaga<>(saga.build());
    cart.start(THREE);

    assertThat(cart.state().status()).isEqualTo(SagaStatus.PARKED);
    assertThat(cart.state().reason().toString())
        .startsWith("ITEMS_NOT_LISTED: For-each 'hold-lines': " + why);
  }

  private static SagaDefinition<Cart> holdEach(int atOnce) {
    SagaBuilder<Cart> saga = Saga.named("hold-cart", Cart.class);
    saga.forEach("hold-lines", Line.class, Cart::lines)
        .atMost(3)
        .atOnce(atOnce)
        .run(line -> hold(line, "hold"))
        .step("pay")
        .at("bank")
        .command(cart -> "pay")
        .pivot();
    return saga.build();
  }

  private static void hold(Branch<Item<Cart, Line>, Cart> branch, String step) {
    branch
        .step(step)
        .at("stock")
        .command(line -> new Hold(line.item().sku(), line.index()))
        .onReply(Held.class, (line, held) -> line.data().holding(line.item(), held.number()))
        .compensation(
            line ->
                new LetGo(
                    line.item().sku(), line.data().held().getOrDefault(line.item().sku(), "")));
  }

  private static Cart cart(String... skus) {
    return new Cart(Arrays.stream(skus).map(Line::new).toList(), Map.of());
  }

  private static List<Payload> lines(String... skus) {
    return Arrays.stream(skus).map(sku -> LiveSaga.CODEC.encode(new Line(sku))).toList();
  }
}
