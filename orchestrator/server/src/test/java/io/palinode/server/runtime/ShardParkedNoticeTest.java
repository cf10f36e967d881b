package io.palinode.server.runtime;

import static io.palinode.server.runtime.Orders.RESERVE_STOCK;
import static io.palinode.server.runtime.Orders.action;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.message.CommandOutcome;
import io.palinode.message.CommandOutcome.Rejected;
import io.palinode.message.CommandOutcome.Succeeded;
import io.palinode.message.Payload;
import io.palinode.message.Reason;
import io.palinode.message.ReplyMessage;
import io.palinode.message.SagaControl;
import io.palinode.message.SagaRequest;
import io.palinode.message.SagaStatus;
import io.palinode.message.WireRecord;
import io.palinode.saga.Branch;
import io.palinode.saga.BranchStep;
import io.palinode.saga.RetryPolicy;
import io.palinode.saga.Saga;
import io.palinode.saga.SagaDefinition;
import io.palinode.server.journal.StoredDefinition;
import io.palinode.server.runtime.Orders.Order;
import io.palinode.server.runtime.Orders.ReserveStock;
import io.palinode.server.runtime.ShardRig.Owner;
import io.palinode.server.transport.InputRecord.Source;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Each time that a saga parks there is one notice, under one id: whatever becomes of the saga, of
 * its log and of its owner before Kafka has it.
 */
class ShardParkedNoticeTest {
  private static final String DONE = "shop.done";
  private static final String STUCK = "shop.stuck";
  private static final String LABEL = "label";
  private static final List<String> STEPS = List.of("pack", "weigh", "scan");
  private static final Exception GIVEN_UP = new IllegalStateException("given up");
  private static final Duration A_MOMENT = Duration.ofMillis(7);

  private static final SagaDefinition<?> SHIPPING = shipping(1);

  private final ShardRig rig = new ShardRig();
  private final Owner owner = rig.owner(SHIPPING);

  record Told(String what) {}

  record Packed(String box) {}

  @Test
  void shouldKeepItsIdWhateverBecomesOfTheLog() {
    park();
    owner.commit();
    String id = noticeIds().get(0);
    rig.clock.advance(A_MOMENT);
    growUntilCompacted(owner);

    owner.crash();
    rig.owner(SHIPPING).lead().settle();

    assertThat(noticeIds()).hasSize(2).containsOnly(id);
    assertThat(notices()).containsOnly("apple NO");
  }

  @Test
  void shouldBeSentAlthoughTheSagaIsTriedAgainAndTheOwnerDies() {
    long parkedAt = parkUnheardOf();
    tryAgain("r-1");
    assertThat(rig.journaled()).containsEntry("a", SagaStatus.RUNNING);

    owner.crash();
    rig.owner(SHIPPING).lead().settle();

    assertThat(noticeIds()).containsExactly("a/parked/%d/notice".formatted(parkedAt));
    assertThat(notices()).containsExactly("apple NO");
  }

  @Test
  void shouldBeSentWithTheDataOfItsTimeAlthoughItsLogIsCompactedMeanwhile() {
    long parkedAt = parkUnheardOf();
    tryAgain("r-1");
    growUntilCompacted(owner);
    owner.crash();
    rig.owner(SHIPPING).lead().crash();

    rig.owner(SHIPPING).lead().settle();

    assertThat(noticeIds()).isNotEmpty().containsOnly("a/parked/%d/notice".formatted(parkedAt));
    assertThat(notices()).containsOnly("apple NO");
  }

  @Test
  void shouldKeepAnEndedSagaInTheJournalUntilKafkaHasItToo() {
    parkUnheardOf();
    tryAgain("r-1");
    succeed(2);
    assertThat(rig.reports()).last().isEqualTo("a completed");
    assertThat(rig.broker.records(DONE)).hasSize(1);
    assertThat(noticeIds()).isEmpty();
    assertThat(rig.journaled()).as("while a notice is not sent").containsOnlyKeys("a");

    rig.clock.advance(Duration.ofMillis(Outbox.RESEND_AFTER_MILLIS));
    owner.settle();

    assertThat(noticeIds()).hasSize(1);
    assertThat(rig.journaled()).isEmpty();
  }

  @Test
  void shouldBeSentByASuccessorToASagaThatHasEndedMeanwhile() {
    parkUnheardOf();
    tryAgain("r-1");
    succeed(2);
    owner.crash();

    rig.owner(SHIPPING).lead().settle();

    assertThat(notices()).containsExactly("apple NO");
    assertThat(rig.journaled()).isEmpty();
  }

  @Test
  void shouldHaveAnIdOfItsOwnEachTimeThatTheSagaParks() {
    park();
    owner.settle();
    retry("r-1");
    owner.settle();
    rig.reply(rejected(2, LABEL));
    owner.settle();
    owner.crash();

    rig.owner(SHIPPING).lead().settle();

    String first = "a/parked/%d/notice".formatted(rig.clock.millis());
    assertThat(noticeIds()).startsWith(first, first + "/2");
    assertThat(noticeIds()).containsOnly(first, first + "/2");
  }

  @Test
  void shouldBeGivenOfASagaThatParksAgainTheMomentItIsTriedAgain() {
    SagaDefinition<?> broken =
        Saga.named(Orders.SAGA, Order.class)
            .onParked(STUCK, (order, reason) -> new Told(reason.code()))
            .step(LABEL)
            .at("shipping")
            .command(order -> order.sku().charAt(99))
            .retriable()
            .build();
    rig.start("a");
    retry("r-1");
    retry("r-2");

    rig.owner(broken).lead().settle();

    String first = "a/parked/%d/notice".formatted(rig.clock.millis());
    assertThat(noticeIds()).containsExactly(first, first + "/2", first + "/3");
  }

  @Test
  void shouldBeSentByTheFirstOwnerWhoServesTheDefinition() {
    rig.start("a");
    owner.lead().settle();
    owner.crash();
    Owner other = rig.owner(Orders.placeOrder(7)).lead();
    rig.start("b");
    other.settle();
    rig.journals.deleteLog("a");
    rig.journals.deleteLog("b");
    rig.reply(succeeded("b", 1, RESERVE_STOCK));
    other.settle();
    rig.clock.advance(Duration.ofSeconds(2));
    other.settle();
    assertThat(rig.journaled()).containsEntry("a", SagaStatus.PARKED);
    assertThat(noticeIds()).isEmpty();
    other.crash();

    rig.owner(SHIPPING).lead().settle();

    assertThat(notices()).containsExactly("apple CORRUPT");
  }

  @Test
  void shouldBeSentWhenASagaMovesToAVersionThatIsServed() {
    parkUnheardOf();
    tryAgain("r-1").crash();
    Definitions second = new Definitions(List.of(shipping(2)), Orders.CODEC);
    Owner next = rig.owner(second.knowing(List.of(StoredDefinition.of(SHIPPING)))).lead().settle();
    assertThat(noticeIds()).isEmpty();

    rig.broker.write(Source.STARTS, 0, new SagaRequest.Migrate("a", 2).toRecord());
    next.settle();

    assertThat(notices()).containsExactly("apple NO");
  }

  @Test
  void shouldKeepAnEndedSagaUntilKafkaHasEveryOneOfThem() {
    park();
    loseTheNotice();
    retry("r-1");
    owner.settle();
    rig.reply(rejected(2, LABEL));
    owner.deliver();
    loseTheNotice();
    retry("r-2");
    owner.settle();
    succeed(3);
    rig.clock.advance(Duration.ofMillis(Outbox.RESEND_AFTER_MILLIS));
    owner.work();
    assertThat(owner.clients.unacknowledged()).as("notices on their way").isEqualTo(2);

    owner.clients.acknowledge(1);
    owner.work().commit();
    assertThat(rig.journaled()).as("while the second is on its way").containsOnlyKeys("a");
    owner.settle();

    assertThat(rig.journaled()).isEmpty();
  }

  @Test
  void shouldSurviveThatTheLogVanishes() {
    parkUnheardOf();
    tryAgain("r-1");
    rig.journals.deleteLog("a");
    rig.reply(packed("pack", "box"));

    owner.settle();

    assertThat(notices()).contains("apple NO", "box CORRUPT");
  }

  /** A step says no; the decision is on its way to the journal. */
  private void park() {
    rig.start("a");
    owner.lead().settle();
    rig.clock.advance(A_MOMENT);
    rig.reply(rejected(1, LABEL));
    owner.deliver();
  }

  /** The saga is parked, and nothing that its batch sends has reached Kafka; returns when. */
  private long parkUnheardOf() {
    park();
    owner.clients.fail(GIVEN_UP);
    owner.commit().work();
    owner.clients.recover();
    long parkedAt = rig.clock.millis();
    rig.clock.advance(A_MOMENT);
    return parkedAt;
  }

  private Owner tryAgain(String requestId) {
    retry(requestId);
    return owner.deliver().commit();
  }

  private void succeed(int attempt) {
    rig.reply(succeeded("a", attempt, LABEL));
    STEPS.forEach(step -> rig.reply(packed(step, "box")));
    owner.settle();
  }

  /** The batch is committed; of what it sends only the report is acknowledged. */
  private void loseTheNotice() {
    owner.commit();
    owner.clients.failAcks(1, GIVEN_UP);
    owner.clients.acknowledge(1);
    owner.work();
  }

  /** Replies come that make the log too long. */
  private void growUntilCompacted(Owner leader) {
    for (String step : STEPS) {
      rig.reply(packed(step, step + "-".repeat(50 * 1024)));
      leader.deliver().commit();
    }
    assertThat(rig.batchesOf("a")).as("entries of a log that is compacted").hasSize(1);
  }

  private void retry(String requestId) {
    rig.broker.write(Source.STARTS, 0, new SagaControl.Retry("a", requestId, "").toRecord());
  }

  private static WireRecord succeeded(String sagaId, int attempt, String step) {
    return reply(sagaId, attempt, step, new Succeeded(Payload.NONE));
  }

  private static WireRecord rejected(int attempt, String step) {
    return reply("a", attempt, step, new Rejected(new Reason("NO", "not today")));
  }

  private static WireRecord packed(String step, String box) {
    return reply("a", 1, step, new Succeeded(Orders.CODEC.encode(new Packed(box))));
  }

  private static WireRecord reply(String sagaId, int attempt, String step, CommandOutcome outcome) {
    return new ReplyMessage(action(sagaId, step), attempt, outcome).toRecord();
  }

  private List<String> noticeIds() {
    return rig.broker.records(STUCK).stream().map(each -> each.headers().get("ce_id")).toList();
  }

  private List<String> notices() {
    return rig.broker.records(STUCK).stream()
        .map(each -> new String(each.value(), UTF_8))
        .map(json -> json.replaceAll("\\{\"what\":\"(.*)\"}", "$1"))
        .toList();
  }

  private static SagaDefinition<?> shipping(int version) {
    return Saga.named(Orders.SAGA, Order.class)
        .version(version)
        .onCompleted(DONE, order -> new Told("shipped"))
        .onParked(STUCK, (order, reason) -> new Told(order.sku() + " " + reason.code()))
        .parallel("ship")
        .branch(branch -> step(branch, LABEL))
        .branch(branch -> step(branch, "pack").onReply(Packed.class, ShardParkedNoticeTest::in))
        .branch(branch -> step(branch, "weigh").onReply(Packed.class, ShardParkedNoticeTest::in))
        .branch(branch -> step(branch, "scan").onReply(Packed.class, ShardParkedNoticeTest::in))
        .join()
        .build();
  }

  private static Order in(Order order, Packed packed) {
    return new Order(packed.box());
  }

  private static BranchStep<Order, Order> step(Branch<Order, Order> branch, String name) {
    return branch
        .step(name)
        .at("shipping")
        .command(order -> new ReserveStock(order.sku().substring(0, 1)))
        .retriable()
        .retry(RetryPolicy.never());
  }
}
