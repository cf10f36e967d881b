package io.palinode.server.runtime;

import static io.palinode.server.runtime.Orders.PAYMENTS;
import static io.palinode.server.runtime.Orders.RESERVE_STOCK;
import static io.palinode.server.runtime.Orders.RETRY_AFTER;
import static io.palinode.server.runtime.Orders.STOCK;
import static io.palinode.server.runtime.Orders.TIMEOUT;
import static io.palinode.server.runtime.Orders.action;
import static io.palinode.server.runtime.Orders.compensation;
import static io.palinode.server.runtime.Orders.rejected;
import static io.palinode.server.runtime.Orders.succeeded;
import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.message.RequestAnswer;
import io.palinode.message.SagaControl;
import io.palinode.message.SagaReport;
import io.palinode.message.SagaStatus;
import io.palinode.server.runtime.ShardCounters.Count;
import io.palinode.server.runtime.ShardRig.Owner;
import io.palinode.server.transport.InputRecord.Source;
import io.palinode.server.transport.RecordRefused;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Sagas that are cancelled, paused, resumed, and tried once more, by request. */
class ShardControlTest {
  private final ShardRig rig = new ShardRig();
  private final Owner owner = rig.owner();

  @Test
  void shouldUndoACancelledSagaOnceItsCommandInFlightIsAnswered() {
    rig.start("a");
    owner.lead().settle();
    ask(new SagaControl.Cancel("a", "r-1", "Changed my mind."));
    owner.settle();
    assertThat(rig.journaled()).containsEntry("a", SagaStatus.COMPENSATING);
    assertThat(rig.commands(STOCK)).hasSize(1);

    rig.reply(succeeded(action("a", RESERVE_STOCK)));
    owner.settle();
    rig.reply(succeeded(compensation("a", RESERVE_STOCK)));
    owner.settle();

    assertThat(rig.reports()).containsExactly("a compensating", "a compensated");
    assertThat(answers()).containsExactly("r-1 DONE CANCELLED");
    assertThat(lastReport().reason()).hasToString("CANCELLED: Changed my mind.");
    assertThat(owner.count(Count.REQUESTS_DONE)).isEqualTo(1);
  }

  @Test
  void shouldLetNothingActWhilePausedAndEverythingOverdueOnceResumed() {
    rig.start("a");
    owner.lead().settle();
    ask(new SagaControl.Pause("a", "r-1", "Stocktaking."));
    owner.settle();
    rig.clock.advance(TIMEOUT.plus(RETRY_AFTER));
    owner.settle();
    assertThat(rig.journaled()).containsEntry("a", SagaStatus.PAUSED);
    assertThat(rig.batchesOf("a")).hasSize(2);

    ask(new SagaControl.Resume("a", "r-2", "All counted."));
    owner.settle();
    rig.clock.advance(RETRY_AFTER);
    owner.settle();

    assertThat(rig.commands(STOCK))
        .containsExactly(
            "a/reserve-stock/action attempt 1 epoch 1", "a/reserve-stock/action attempt 2 epoch 1");
    assertThat(rig.reports()).containsExactly("a paused", "a running");
    assertThat(answers()).containsExactly("r-1 DONE PAUSED", "r-2 DONE RESUMED");
  }

  @Test
  void shouldStayPausedUnderASuccessorAndThenGoOnFromTheReply() {
    rig.start("a");
    owner.lead().settle();
    ask(new SagaControl.Pause("a", "r-1", "Stocktaking."));
    owner.settle();
    owner.crash();
    rig.clock.advance(TIMEOUT.plus(RETRY_AFTER));
    Owner successor = rig.owner().lead().settle();
    rig.reply(succeeded(action("a", RESERVE_STOCK)));
    successor.settle();
    assertThat(rig.journaled()).containsEntry("a", SagaStatus.PAUSED);
    assertThat(rig.commands(PAYMENTS)).isEmpty();

    ask(new SagaControl.Resume("a", "r-2", "All counted."));
    successor.settle();

    assertThat(rig.commands(PAYMENTS)).containsExactly("a/charge-card/action attempt 1 epoch 2");
  }

  @Test
  void shouldLetWhatIsOverdueActUnderASuccessorOnceResumed() {
    rig.start("a");
    owner.lead().settle();
    ask(new SagaControl.Pause("a", "r-1", "Stocktaking."));
    owner.settle();
    rig.clock.advance(Duration.ofSeconds(1));
    owner.settle();
    owner.crash();
    rig.clock.advance(TIMEOUT);
    Owner successor = rig.owner().lead().settle();
    assertThat(rig.batchesOf("a")).hasSize(2);

    ask(new SagaControl.Resume("a", "r-2", "All counted."));
    successor.settle();
    rig.clock.advance(RETRY_AFTER);
    successor.settle();

    assertThat(rig.commands(STOCK)).last().isEqualTo("a/reserve-stock/action attempt 2 epoch 2");
  }

  @Test
  void shouldSendUnderASuccessorWhatWasDecidedBeforeThePause() {
    rig.start("a");
    ask(new SagaControl.Pause("a", "r-1", "Stocktaking."));
    owner.lead().deliver();
    owner.crash();
    assertThat(rig.commands(STOCK)).isEmpty();

    rig.owner().lead().settle();

    assertThat(rig.journaled()).containsEntry("a", SagaStatus.PAUSED);
    assertThat(rig.commands(STOCK)).containsExactly("a/reserve-stock/action attempt 1 epoch 2");
    assertThat(rig.reports()).containsOnly("a paused");
    assertThat(answers()).containsExactly("r-1 DONE PAUSED");
  }

  @Test
  void shouldTryOnceMoreWhatIsStuck() {
    rig.start("a");
    owner.lead().settle();
    rig.reply(succeeded(action("a", RESERVE_STOCK)));
    owner.settle();
    rig.clock.advance(TIMEOUT);
    owner.settle();
    assertThat(rig.journaled()).containsEntry("a", SagaStatus.PARKED);

    ask(new SagaControl.Retry("a", "r-1", "The bank is back."));
    owner.settle();

    assertThat(rig.journaled()).containsEntry("a", SagaStatus.RUNNING);
    assertThat(rig.commands(PAYMENTS)).last().isEqualTo("a/charge-card/action attempt 2 epoch 1");
  }

  @Test
  void shouldUndoAParkedSagaThatIsCancelledAlthoughKafkaNeverTookItsCommand() {
    owner.clients.fail(new RecordRefused("too large", new IllegalStateException()));
    rig.start("a");
    owner.lead().deliver().commit();
    owner.clients.recover();
    owner.settle();
    assertThat(rig.journaled()).containsEntry("a", SagaStatus.PARKED);

    ask(new SagaControl.Cancel("a", "r-1", "Never mind."));
    owner.settle();
    rig.clock.advance(TIMEOUT);
    owner.settle();

    assertThat(rig.commands(STOCK))
        .containsExactly("a/reserve-stock/compensation attempt 1 epoch 1");
  }

  @Test
  void shouldAnswerWhatItCannotDo() {
    rig.start("ended", "paid");
    owner.lead().settle();
    rig.reply(rejected(action("ended", RESERVE_STOCK)));
    rig.reply(succeeded(action("paid", RESERVE_STOCK)));
    owner.settle();
    int before = answers().size();
    for (String saga : List.of("ended", "paid", "unheard-of")) {
      ask(new SagaControl.Cancel(saga, saga, "Please."));
    }
    owner.settle();

    assertThat(answers().subList(before, before + 3))
        .containsExactlyInAnyOrder(
            "ended REFUSED ENDED",
            "paid REFUSED PIVOT_UNDER_WAY",
            "unheard-of REFUSED UNKNOWN_SAGA");
    assertThat(rig.reports()).contains("ended compensated", "paid running", "unheard-of unknown");
    assertThat(rig.commands(PAYMENTS)).hasSize(1);
    assertThat(rig.journaled()).isEqualTo(Map.of("paid", SagaStatus.RUNNING));
    assertThat(owner.count(Count.REQUESTS_IN_VAIN)).isEqualTo(3);
  }

  @Test
  void shouldAnswerForASagaWhoseDefinitionItDoesNotServe() {
    rig.start("a");
    owner.lead().settle();
    Owner other = rig.owner(Orders.placeOrder(2)).lead();
    ask(new SagaControl.Pause("a", "r-1", "Please."));
    other.settle();

    assertThat(answers()).containsExactly("r-1 REFUSED NOT_SERVED");
    assertThat(rig.journaled()).containsEntry("a", SagaStatus.RUNNING);
  }

  private void ask(SagaControl control) {
    rig.broker.write(Source.STARTS, 0, control.toRecord());
  }

  private List<String> answers() {
    return rig.broker.records(ShardRig.TOPICS.events()).stream()
        .map(record -> SagaReport.from(record).answer())
        .filter(Objects::nonNull)
        .map(ShardControlTest::words)
        .toList();
  }

  private static String words(RequestAnswer answer) {
    return answer.requestId() + " " + answer.verdict() + " " + answer.reason().code();
  }

  private SagaReport lastReport() {
    var reports = rig.broker.records(ShardRig.TOPICS.events());
    return SagaReport.from(reports.get(reports.size() - 1));
  }
}
