package io.palinode.server.runtime;

import static io.palinode.server.runtime.Orders.CHARGE_CARD;
import static io.palinode.server.runtime.Orders.PAYMENTS;
import static io.palinode.server.runtime.Orders.RESERVE_STOCK;
import static io.palinode.server.runtime.Orders.STOCK;
import static io.palinode.server.runtime.Orders.action;
import static io.palinode.server.runtime.Orders.rejected;
import static io.palinode.server.runtime.Orders.succeeded;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.message.SagaReport;
import io.palinode.message.SagaStatus;
import io.palinode.message.Topics;
import io.palinode.message.WireHeader;
import io.palinode.message.WireRecord;
import io.palinode.server.journal.InputPosition;
import io.palinode.server.runtime.ShardRig.Owner;
import io.palinode.server.transport.RecordRefused;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What becomes of a record that Kafka will never take. */
class ShardRefusedSendTest {
  private static final Exception TOO_LARGE =
      new RecordRefused("Kafka refuses a record: too large.", new IllegalStateException());

  private final ShardRig rig = new ShardRig();
  private final Owner owner = rig.owner();

  @Test
  void shouldParkTheSagaWhoseCommandIsRefusedAndGoOnWithOthers() {
    rig.start("a");
    owner.lead().settle();
    rig.reply(succeeded(action("a", RESERVE_STOCK)));
    owner.clients.fail(TOO_LARGE);
    owner.deliver().commit();
    owner.clients.recover();
    rig.start("b");
    owner.settle();

    assertThat(rig.journaled())
        .containsExactly(Map.entry("a", SagaStatus.PARKED), Map.entry("b", SagaStatus.RUNNING));
    assertThat(rig.commands(PAYMENTS)).isEmpty();
    assertThat(rig.reports()).containsExactly("a parked");
    assertThat(owner.shard.nextAt()).isGreaterThan(rig.clock.millis() + 900);
    rig.clock.advance(Duration.ofSeconds(2));
    owner.settle();
    assertThat(rig.head().publishedThrough()).isEqualTo(rig.head().batch() - 1);
    Owner successor = rig.owner().lead().settle();
    assertThat(successor.count(ShardCounters.Count.RESENT_AT_TAKEOVER)).isZero();
  }

  @Test
  void shouldSendAReportWithoutItsDataAndThenLetTheSagaGo() {
    rig.start("a");
    owner.lead().settle();
    rig.reply(rejected(action("a", RESERVE_STOCK)));
    owner.clients.fail(TOO_LARGE);
    owner.deliver().commit();
    assertThat(rig.reports()).isEmpty();
    assertThat(rig.journaled()).containsKey("a");

    owner.clients.recover();
    rig.clock.advance(Duration.ofSeconds(1));
    owner.settle();

    assertThat(rig.journaled()).isEmpty();
    assertThat(rig.broker.records(ShardRig.TOPICS.events()))
        .singleElement()
        .satisfies(
            record -> {
              assertThat(SagaReport.from(record).status()).isEqualTo(SagaStatus.COMPENSATED);
              assertThat(new String(record.value(), UTF_8)).doesNotContain("history");
            });
  }

  @Test
  void shouldBuryWithoutItsValueWhatIsTooLargeForTheDeadLetters() {
    rig.reply(new WireRecord("a", Map.of(), "gibberish".getBytes(UTF_8)));
    rig.start("b");
    owner.clients.fail(TOO_LARGE);
    owner.lead().deliver();
    assertThat(rig.head().position()).isEqualTo(InputPosition.BEGINNING);

    owner.clients.recover();
    rig.clock.advance(Duration.ofSeconds(1));
    owner.settle();

    assertThat(rig.broker.records(Topics.deadLetters(ShardRig.TOPICS.replies())))
        .singleElement()
        .satisfies(
            letter -> {
              assertThat(letter.key()).isEqualTo("a");
              assertThat(letter.value()).isNull();
              assertThat(letter.headers().get(WireHeader.DLT_REASON))
                  .endsWith("The value of 9 bytes is left out: Kafka refuses a record: too large.");
            });
    assertThat(rig.commands(STOCK)).hasSize(1);
    assertThat(rig.head().position()).isEqualTo(new InputPosition(1, 1));
  }

  @Test
  void shouldBuryAReplyThatBelongsElsewhereIfItCannotBeSentOn() {
    ShardRig four = new ShardRig(4);
    Owner first = four.owner().lead();
    first.clients.fail(TOO_LARGE);
    WireRecord foreign = succeeded(action("c", CHARGE_CARD));
    four.reply(foreign);
    first.deliver();
    first.clients.recover();
    four.clock.advance(Duration.ofSeconds(1));
    first.settle();

    assertThat(four.broker.records(Topics.deadLetters(ShardRig.TOPICS.replies())))
        .singleElement()
        .matches(letter -> letter.value() == null && letter.key().equals("c"));
  }
}
