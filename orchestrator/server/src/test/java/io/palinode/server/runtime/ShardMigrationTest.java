package io.palinode.server.runtime;

import static io.palinode.server.runtime.Orders.CHARGE_CARD;
import static io.palinode.server.runtime.Orders.PAYMENTS;
import static io.palinode.server.runtime.Orders.RESERVE_STOCK;
import static io.palinode.server.runtime.Orders.STOCK;
import static io.palinode.server.runtime.Orders.action;
import static io.palinode.server.runtime.Orders.succeeded;
import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.message.SagaReport;
import io.palinode.message.SagaRequest;
import io.palinode.saga.Saga;
import io.palinode.saga.SagaDefinition;
import io.palinode.server.journal.StoredDefinition;
import io.palinode.server.runtime.Orders.ChargeCard;
import io.palinode.server.runtime.Orders.Order;
import io.palinode.server.runtime.ShardCounters.Count;
import io.palinode.server.runtime.ShardRig.Owner;
import io.palinode.server.transport.InputRecord.Source;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Live sagas are moved to another version by their owner, on request. */
class ShardMigrationTest {
  private static final SagaDefinition<?> FIRST = Orders.PLACE_ORDER;
  private static final SagaDefinition<?> SECOND = Orders.placeOrder(2);

  /** Charges the card without reserving anything. */
  private static final SagaDefinition<?> HASTY =
      Saga.named(Orders.SAGA, Order.class)
          .version(3)
          .step(CHARGE_CARD)
          .at(PAYMENTS)
          .command(order -> new ChargeCard(order.sku()))
          .pivot()
          .build();

  private final ShardRig rig = new ShardRig();

  @Test
  void shouldMoveASagaAndReportItsNewVersion() {
    Owner owner = rig.owner(FIRST).lead();
    rig.start("a");
    owner.settle().crash();
    Owner successor = rig.owner(FIRST, SECOND).lead();

    migrate("a", 2);
    successor.settle();

    assertThat(versions()).containsExactly("a 2");
    assertThat(successor.count(Count.MIGRATED)).isEqualTo(1);
  }

  @Test
  void shouldGoOnWithAMovedSagaWhereOnlyItsNewVersionIsServed() {
    Owner owner = rig.owner(FIRST, SECOND).lead();
    rig.start("a");
    owner.settle();
    moveBackAndForth(owner);
    owner.crash();

    Owner successor = rig.owner(FIRST).lead();
    rig.reply(succeeded(action("a", RESERVE_STOCK)));
    successor.settle();
    rig.reply(succeeded(action("a", CHARGE_CARD)));
    successor.settle();

    assertThat(rig.reports()).endsWith("a completed");
    assertThat(rig.journaled()).isEmpty();
  }

  /** New sagas begin in version 2, so this moves there and back again. */
  private void moveBackAndForth(Owner owner) {
    migrate("a", 1);
    owner.settle();
    assertThat(versions()).containsExactly("a 1");
  }

  @Test
  void shouldLeaveASagaWhereItIsThatMayNotMove() {
    Owner owner = rig.owner(FIRST).lead();
    rig.start("a");
    owner.settle().crash();
    Owner successor = rig.owner(FIRST, HASTY).lead();

    migrate("a", 3);
    migrate("a", 9);
    migrate("nobody", 3);
    successor.settle();

    assertThat(versions()).containsExactlyInAnyOrder("a 1", "a 1", "nobody 0");
    assertThat(answers())
        .containsExactlyInAnyOrder(
            "REFUSED NOT_MIGRATED", "REFUSED NOT_MIGRATED", "REFUSED UNKNOWN_SAGA");
    assertThat(successor.count(Count.NOT_MIGRATED)).isEqualTo(2);
    assertThat(rig.batchesOf("a")).hasSize(1);
  }

  @Test
  void shouldMoveOnceHoweverOftenItIsAsked() {
    Owner owner = rig.owner(FIRST, SECOND).lead();
    rig.start("a");
    migrate("a", 1);
    migrate("a", 1);
    owner.settle();

    assertThat(versions()).containsExactly("a 1", "a 1");
    assertThat(answers()).containsExactly("DONE MIGRATED", "UNCHANGED MIGRATED_ALREADY");
    assertThat(owner.count(Count.MIGRATED)).isEqualTo(1);
    assertThat(owner.count(Count.NOT_MIGRATED)).isZero();
  }

  @Test
  void shouldAnswerUnderASuccessorThatASagaWasMoved() {
    Owner owner = rig.owner(FIRST, SECOND).lead();
    rig.start("a");
    migrate("a", 1);
    owner.deliver().crash();
    assertThat(answers()).isEmpty();

    rig.owner(FIRST, SECOND).lead().settle();

    assertThat(answers()).containsExactly("DONE MIGRATED");
  }

  @Test
  void shouldMoveASagaThatStandsStillBecauseNobodyServesItsVersion() {
    Owner owner = rig.owner(FIRST).lead();
    rig.start("a");
    owner.deliver().crash();
    Owner successor =
        rig.owner(
                new Definitions(List.of(SECOND), Orders.CODEC)
                    .knowing(List.of(StoredDefinition.of(FIRST))))
            .lead();
    successor.settle();
    assertThat(rig.commands(STOCK)).isEmpty();

    migrate("a", 2);
    successor.settle();
    assertThat(rig.commands(STOCK)).containsExactly("a/reserve-stock/action attempt 1 epoch 2");
    rig.clock.advance(Orders.TIMEOUT);
    successor.settle();

    assertThat(successor.count(Count.RETRIES)).as("deadlines that passed").isEqualTo(1);
  }

  private void migrate(String sagaId, int version) {
    rig.broker.write(Source.STARTS, 0, new SagaRequest.Migrate(sagaId, version, "r-1").toRecord());
  }

  private List<String> answers() {
    return rig.broker.records(ShardRig.TOPICS.events()).stream()
        .map(record -> SagaReport.from(record).answer())
        .filter(Objects::nonNull)
        .map(answer -> answer.verdict() + " " + answer.reason().code())
        .toList();
  }

  private List<String> versions() {
    return rig.broker.records(ShardRig.TOPICS.events()).stream()
        .map(SagaReport::from)
        .map(report -> report.sagaId() + " " + report.version())
        .toList();
  }
}
