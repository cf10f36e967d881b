package io.palinode.server.runtime;

import static io.palinode.server.runtime.Orders.RESERVE_STOCK;
import static io.palinode.server.runtime.Orders.action;
import static io.palinode.server.runtime.Orders.compensation;
import static io.palinode.server.runtime.Orders.rejected;
import static io.palinode.server.runtime.Orders.succeeded;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.message.SagaControl;
import io.palinode.message.SagaStatus;
import io.palinode.message.Topics;
import io.palinode.message.WireHeader;
import io.palinode.message.WireRecord;
import io.palinode.saga.RetryPolicy;
import io.palinode.saga.Saga;
import io.palinode.saga.SagaDefinition;
import io.palinode.server.runtime.Orders.Order;
import io.palinode.server.runtime.Orders.ReleaseStock;
import io.palinode.server.runtime.Orders.ReserveStock;
import io.palinode.server.runtime.ShardCounters.Count;
import io.palinode.server.runtime.ShardRig.Owner;
import io.palinode.server.transport.InputRecord.Source;
import io.palinode.server.transport.RecordRefused;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Notices reach Kafka before their sagas leave the journal, whoever dies in between. */
class ShardNoticeTest {
  private static final String DONE = "shop.done";
  private static final String STUCK = "shop.stuck";
  private static final Exception TOO_LARGE =
      new RecordRefused("Kafka refuses a record: too large.", new IllegalStateException());

  private static final SagaDefinition<?> ORDER =
      Saga.named(Orders.SAGA, Order.class)
          .onCompleted(DONE, order -> new Done(order.sku()))
          .onCompensated(DONE, (order, reason) -> reason.code().charAt(99))
          .onParked(STUCK, (order, reason) -> new Done(reason.code()))
          .step(RESERVE_STOCK)
          .at(Orders.STOCK)
          .command(order -> new ReserveStock(order.sku()))
          .compensation(order -> new ReleaseStock(order.sku()))
          .retry(RetryPolicy.never())
          .compensationRetry(RetryPolicy.never())
          .timeout(Orders.TIMEOUT)
          .build();

  private final ShardRig rig = new ShardRig();
  private final Owner owner = rig.owner(ORDER);

  record Done(String what) {}

  @Test
  void shouldSendACloudEventUnderAnIdOfItsOwn() {
    complete("a");
    owner.settle();

    WireRecord notice = only(DONE);
    assertThat(notice.key()).isEqualTo("a");
    assertThat(notice.headers())
        .containsEntry("ce_specversion", "1.0")
        .containsEntry("ce_id", "a/completed/%d/notice".formatted(rig.clock.millis()))
        .containsEntry("ce_source", "/palinode/test")
        .containsEntry("ce_type", "done")
        .containsEntry("ce_subject", "a")
        .containsEntry("content-type", "application/json")
        .containsEntry(WireHeader.TYPE, "done");
    assertThat(new String(notice.value(), UTF_8)).isEqualTo("{\"what\":\"apple\"}");
    assertThat(rig.journaled()).isEmpty();
  }

  @Test
  void shouldGiveNoticeOfASagaThatEndsJustWhenItsLogVanishes() {
    rig.start("a");
    owner.lead().settle();
    rig.journals.deleteLog("a");
    rig.reply(Orders.succeeded(Orders.action("a", RESERVE_STOCK)));

    owner.settle();

    assertThat(rig.reports()).containsExactly("a completed");
    assertThat(only(DONE).headers()).containsEntry("ce_type", "done");
    assertThat(rig.journaled()).isEmpty();
  }

  @Test
  void shouldKeepAnEndedSagaUntilKafkaHasItsNoticeToo() {
    complete("a");
    owner.commit();
    owner.clients.acknowledge(1);
    owner.work().commit();

    assertThat(rig.reports()).containsExactly("a completed");
    assertThat(rig.journaled()).as("while the notice is on its way").containsOnlyKeys("a");
    owner.settle();
    assertThat(rig.journaled()).isEmpty();
  }

  @Test
  void shouldGiveTheSameNoticeAgainWhenTheOwnerDiesBeforeKafkaHasIt() {
    complete("a");
    owner.commit().crash();

    rig.clock.advance(Duration.ofSeconds(3));
    rig.owner(ORDER).lead().settle();

    List<WireRecord> notices = rig.broker.records(DONE);
    assertThat(notices).isNotEmpty();
    assertThat(notices).extracting(each -> each.headers().get("ce_id")).containsOnly(firstId());
    assertThat(rig.journaled()).isEmpty();
  }

  @Test
  void shouldTellThatASagaHasParkedAndWaitsForAPerson() {
    rig.start("a");
    owner.lead().settle();
    rig.clock.advance(Orders.TIMEOUT);
    owner.settle();
    rig.reply(rejected(compensation("a", RESERVE_STOCK)));
    owner.settle();
    String id = only(STUCK).headers().get("ce_id");

    assertThat(id).isEqualTo("a/parked/%d/notice".formatted(rig.clock.millis()));
    assertThat(new String(only(STUCK).value(), UTF_8)).isEqualTo("{\"what\":\"NO\"}");
    assertThat(rig.journaled()).containsOnlyKeys("a");
  }

  @Test
  void shouldEndASagaWhoseNoticeCannotBeBuiltAndNameTheFault() {
    rig.start("a");
    owner.lead().settle();
    rig.reply(rejected(action("a", RESERVE_STOCK)));
    owner.settle();

    WireRecord bare = only(DONE);
    assertThat(bare.headers())
        .containsEntry("ce_type", "io.palinode.saga.compensated")
        .containsEntry(WireHeader.REASON_CODE, "NOTICE_NOT_BUILT");
    assertThat(bare.headers().get(WireHeader.REASON)).contains("StringIndexOutOfBounds");
    assertThat(new String(bare.value(), UTF_8))
        .startsWith("{\"sagaId\":\"a\",\"status\":\"compensated\"");
    assertThat(owner.count(Count.FAULTY_NOTICES)).isEqualTo(1);
    assertThat(rig.journaled()).isEmpty();
  }

  @Test
  void shouldSendANoticeWithoutItsMessageThatKafkaRefuses() {
    complete("a");
    owner.clients.fail(TOO_LARGE);
    owner.commit();
    owner.clients.recover();
    owner.settle();

    assertThat(only(DONE).headers())
        .containsEntry("ce_id", "a/completed/%d/notice".formatted(rig.clock.millis()))
        .containsEntry("ce_type", "io.palinode.saga.completed")
        .containsEntry(WireHeader.REASON_CODE, "NOTICE_REFUSED");
    assertThat(rig.journaled()).isEmpty();
  }

  @Test
  void shouldBuryANoticeThatKafkaNeverTakesAndLetTheSagaGo() {
    complete("a");
    owner.clients.fail(TOO_LARGE);
    owner.commit().work().work();
    assertThat(rig.journaled()).containsOnlyKeys("a");

    owner.clients.recover();
    rig.clock.advance(Duration.ofSeconds(1));
    owner.settle();

    assertThat(rig.broker.records(DONE)).isEmpty();
    WireRecord letter = only(Topics.deadLetters(ShardRig.TOPICS.events()));
    assertThat(letter.headers())
        .containsEntry(WireHeader.DLT_TOPIC, DONE)
        .containsEntry(WireHeader.DLT_REASON, TOO_LARGE.getMessage())
        .containsEntry(WireHeader.REASON_CODE, "NOTICE_REFUSED");
    assertThat(owner.count(Count.FAULTY_NOTICES)).isEqualTo(2);
    assertThat(rig.journaled()).isEmpty();
  }

  @Test
  void shouldTellBareWhatANoticeThatKafkaRefusesWasAbout() {
    rig.start("a");
    owner.lead().settle();
    rig.clock.advance(Orders.TIMEOUT);
    owner.settle();
    rig.reply(rejected(compensation("a", RESERVE_STOCK)));
    owner.deliver().commit();
    long parkedAt = rig.clock.millis();
    rig.clock.advance(Duration.ofMillis(7));
    rig.broker.write(Source.STARTS, 0, new SagaControl.Retry("a", "r-1", "").toRecord());
    owner.deliver().commit();
    assertThat(rig.journaled()).containsEntry("a", SagaStatus.COMPENSATING);

    owner.clients.failAcks(Integer.MAX_VALUE, TOO_LARGE);
    owner.settle();

    WireRecord bare = rig.broker.records(STUCK).get(1);
    assertThat(bare.headers())
        .containsEntry("ce_id", "a/parked/%d/notice".formatted(parkedAt))
        .containsEntry("ce_type", "io.palinode.saga.parked")
        .containsEntry(WireHeader.REASON_CODE, "NOTICE_REFUSED");
    assertThat(new String(bare.value(), UTF_8))
        .isEqualTo(
            "{\"sagaId\":\"a\",\"status\":\"parked\",\"at\":%d,\"reason\":{\"code\":\"NO\",\"text\":\"not today\"}}"
                .formatted(parkedAt));
  }

  /** The reply that completes a saga is decided on, and its batch is on its way to the journal. */
  private void complete(String sagaId) {
    rig.start(sagaId);
    owner.lead().settle();
    rig.reply(succeeded(action(sagaId, RESERVE_STOCK)));
    owner.deliver();
  }

  private String firstId() {
    return rig.broker.records(DONE).get(0).headers().get("ce_id");
  }

  private WireRecord only(String topic) {
    List<WireRecord> records = rig.broker.records(topic);
    assertThat(records).hasSize(1);
    return records.get(0);
  }
}
