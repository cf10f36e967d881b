package io.palinode.server.runtime;

import static io.palinode.server.runtime.Orders.RESERVE_STOCK;
import static io.palinode.server.runtime.Orders.STOCK;
import static io.palinode.server.runtime.Orders.action;
import static io.palinode.server.runtime.Orders.rejected;
import static io.palinode.server.runtime.Orders.succeeded;
import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.message.SagaControl;
import io.palinode.message.SagaReport;
import io.palinode.message.SagaRequest;
import io.palinode.message.SagaStatus;
import io.palinode.message.WireRecord;
import io.palinode.server.runtime.ShardRig.Owner;
import io.palinode.server.transport.InputRecord.Source;
import io.palinode.server.transport.RecordRefused;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Whoever asks something of a saga is told what came of it, as it was. */
class ShardAnswerTest {
  private static final Exception TOO_LARGE =
      new RecordRefused("Kafka refuses a record: too large.", new IllegalStateException());
  private static final Exception GIVEN_UP = new IllegalStateException("given up");
  private static final Duration A_MOMENT = Duration.ofMillis(7);

  private final ShardRig rig = new ShardRig();
  private final Owner owner = rig.owner();

  @Test
  void shouldAnswerWithoutDataWhereKafkaRefusesThem() {
    rig.start("a");
    owner.lead().settle();
    ask(new SagaControl.Pause("a", "r-1", "Stocktaking."));
    owner.deliver().commit();
    long pausedAt = rig.clock.millis();
    rig.clock.advance(A_MOMENT);
    ask(new SagaControl.Resume("a", "r-2", "All counted."));
    owner.deliver().commit();

    owner.clients.failAcks(1, TOO_LARGE);
    owner.settle();

    List<SagaReport> reports = reports();
    assertThat(reports).hasSize(3);
    SagaReport first = reports.get(0);
    assertThat(reports.get(2))
        .isEqualTo(
            new SagaReport(
                "a",
                null,
                0,
                SagaStatus.PAUSED,
                pausedAt,
                first.reason(),
                null,
                List.of(),
                first.answer()));
    assertThat(ids().get(2)).isEqualTo(ids().get(0)).endsWith("/r-1");
  }

  @Test
  void shouldAbridgeAReportOfASagaThatHasLeftMeanwhile() {
    rig.start("a");
    owner.lead().settle();
    rig.inquire("a");
    owner.deliver().commit();
    rig.reply(rejected(action("a", RESERVE_STOCK)));
    owner.deliver().commit();
    owner.clients.failAcks(1, GIVEN_UP);
    owner.settle();
    assertThat(rig.journaled()).isEmpty();

    rig.clock.advance(Duration.ofMillis(Outbox.RESEND_AFTER_MILLIS));
    owner.work();
    owner.clients.failAcks(1, TOO_LARGE);
    owner.settle();

    assertThat(owner.shard.nextAt()).as("nothing is sent for ever").isEqualTo(Long.MAX_VALUE);
    assertThat(reports()).last().extracting(SagaReport::status).isEqualTo(SagaStatus.RUNNING);
    assertThat(reports()).last().extracting(SagaReport::history).isEqualTo(List.of());
  }

  @Test
  void shouldAnswerUnderASuccessorWhatWasDoneAndNotYetTold() {
    rig.start("a");
    owner.lead().settle();
    ask(new SagaControl.Cancel("a", "r-1", "Changed my mind."));
    owner.deliver();
    owner.clients.fail(GIVEN_UP);
    owner.commit().crash();
    assertThat(answers()).isEmpty();

    Owner successor = rig.owner().lead().settle();

    assertThat(answers()).containsExactly("r-1 DONE CANCELLED: What is done is undone.");
    rig.clock.advance(Duration.ofSeconds(2));
    successor.settle();
    successor.crash();
    rig.owner().lead().settle();
    assertThat(answers()).as("told once Kafka has it").hasSize(1);
  }

  @Test
  void shouldAnswerEvenWhereTheSagaHasMovedOnOrEnded() {
    rig.start("a");
    owner.lead().settle();
    ask(new SagaControl.Pause("a", "r-1", ""));
    ask(new SagaControl.Resume("a", "r-2", ""));
    ask(new SagaControl.Cancel("a", "r-3", ""));
    owner.deliver();
    rig.reply(rejected(action("a", RESERVE_STOCK)));
    owner.deliver();
    owner.clients.fail(GIVEN_UP);
    owner.commit().commit().crash();

    rig.owner().lead().settle();

    assertThat(reports())
        .filteredOn(report -> report.answer() != null)
        .extracting(report -> report.answer().requestId() + " " + report.status())
        .containsExactly("r-1 COMPENSATED", "r-2 COMPENSATED", "r-3 COMPENSATED");
    assertThat(rig.journaled()).isEmpty();
  }

  @Test
  void shouldTellHowItStandsWhoeverAsksAgainForWhatWasDone() {
    rig.start("a");
    owner.lead().settle();
    for (int i = 0; i < 2; i++) {
      ask(new SagaControl.Pause("a", "pause-" + i, "Stocktaking."));
      ask(new SagaControl.Resume("a", "resume-" + i, "All counted."));
      ask(new SagaControl.Retry("a", "retry-" + i, "Again."));
    }
    ask(new SagaControl.Resume("a", "resume-2", "All counted."));
    ask(new SagaControl.Cancel("a", "cancel-0", "Never mind."));
    ask(new SagaControl.Cancel("a", "cancel-1", "Never mind."));
    owner.settle();

    assertThat(verdicts())
        .containsExactly(
            "pause-0 DONE",
            "resume-0 DONE",
            "retry-0 UNCHANGED",
            "pause-1 DONE",
            "resume-1 DONE",
            "retry-1 UNCHANGED",
            "resume-2 UNCHANGED",
            "cancel-0 DONE",
            "cancel-1 UNCHANGED");
  }

  /** What changed nothing is not journaled; its answer may be lost with the owner that had it. */
  @Test
  void shouldAnswerWhoeverAsksAgainWhenTheOwnerDiesBeforeItRefuses() {
    rig.start("a");
    owner.lead().settle();
    rig.reply(succeeded(action("a", RESERVE_STOCK)));
    owner.settle();
    ask(new SagaControl.Cancel("a", "r-1", "Too late."));
    owner.deliver();
    owner.clients.fail(GIVEN_UP);
    owner.commit().crash();
    Owner successor = rig.owner().lead().settle();
    assertThat(answers()).isEmpty();

    ask(new SagaControl.Cancel("a", "r-2", "Too late."));
    successor.settle();

    assertThat(verdicts()).containsExactly("r-2 REFUSED");
    assertThat(rig.commands(STOCK)).as("no compensation").hasSize(1);
  }

  @Test
  void shouldKeepTheAnswerOfADecisionThatMakesTheLogTooLong() {
    startLarge();
    owner.lead().settle();
    growUntilCompacted(0);
    List<String> told = answers();
    owner.clients.failAcks(Integer.MAX_VALUE, GIVEN_UP);
    owner.crash();

    rig.owner().lead().settle();

    assertThat(answers()).startsWith(told.toArray(String[]::new)).hasSizeGreaterThan(told.size());
    assertThat(answers()).last().isEqualTo(told.get(told.size() - 1)).asString().contains("DONE");
  }

  /** A saga's final report must not take with it what its log says of answers. */
  @Test
  void shouldKeepAnEndedSagaInTheJournalUntilKafkaHasEachAnswer() {
    rig.start("a");
    owner.lead().settle();
    askUnheardOf(new SagaControl.Cancel("a", "r-1", "Changed my mind."));
    rig.reply(rejected(action("a", RESERVE_STOCK)));
    owner.settle();
    assertThat(rig.reports()).last().isEqualTo("a compensated");
    assertThat(answers()).isEmpty();
    assertThat(rig.journaled()).as("while an answer is not sent").containsOnlyKeys("a");

    rig.clock.advance(Duration.ofMillis(Outbox.RESEND_AFTER_MILLIS));
    owner.settle();

    assertThat(answers()).containsExactly("r-1 DONE CANCELLED: What is done is undone.");
    assertThat(rig.journaled()).isEmpty();
  }

  @Test
  void shouldTellWhoeverAsksAboutASagaAtRestWithoutDataWhereKafkaRefusesThem() {
    rig.start("a");
    owner.lead().settle();
    ask(new SagaControl.Pause("a", "r-1", "Stocktaking."));
    owner.settle();
    rig.inquire("a");
    owner.deliver();

    owner.clients.failAcks(1, TOO_LARGE);
    owner.settle();

    assertThat(rig.reports()).containsExactly("a paused", "a paused", "a paused");
    assertThat(reports()).last().extracting(SagaReport::history).isEqualTo(List.of());
    assertThat(ids().get(2)).isEqualTo(ids().get(1));
  }

  /** What was answered before the entry that makes the log too long is owed as well. */
  @Test
  void shouldKeepEveryAnswerThatKafkaDoesNotHaveWhenTheLogIsCompacted() {
    startLarge();
    owner.lead().settle();
    askUnheardOf(new SagaControl.Pause("a", "r-first", "Stocktaking."));
    growUntilCompacted(1);
    assertThat(answers()).noneMatch(answer -> answer.startsWith("r-first"));
    owner.crash();

    rig.owner().lead().settle();

    assertThat(answers()).filteredOn(answer -> answer.startsWith("r-first ")).hasSize(1);
  }

  private void startLarge() {
    rig.broker.write(
        Source.STARTS,
        0,
        new SagaRequest.Start(
                "a", Orders.SAGA, Orders.CODEC.encode(new Orders.Order("x".repeat(60 * 1024))))
            .toRecord());
  }

  /** Requests come, from that of this number on, until the log is made short. */
  private void growUntilCompacted(int first) {
    String why = "-".repeat(1_000);
    int entries = 0;
    for (int i = first; entries != 1 && i < first + 100; i++) {
      ask(
          i % 2 == 0
              ? new SagaControl.Pause("a", "r-" + i, why)
              : new SagaControl.Resume("a", "r-" + i, why));
      owner.acknowledge().deliver().commit();
      entries = rig.batchesOf("a").size();
    }
    assertThat(entries).as("entries of a log that is compacted").isEqualTo(1);
  }

  /** It is journaled, and Kafka does not take its answer. */
  private void askUnheardOf(SagaControl control) {
    ask(control);
    owner.deliver();
    owner.clients.fail(GIVEN_UP);
    owner.commit().work();
    owner.clients.recover();
  }

  private void ask(SagaControl control) {
    rig.broker.write(Source.STARTS, 0, control.toRecord());
  }

  private List<String> verdicts() {
    return reports().stream()
        .map(SagaReport::answer)
        .filter(Objects::nonNull)
        .map(answer -> answer.requestId() + " " + answer.verdict())
        .toList();
  }

  private List<String> answers() {
    return reports().stream()
        .map(SagaReport::answer)
        .filter(Objects::nonNull)
        .map(answer -> answer.requestId() + " " + answer.verdict() + " " + answer.reason())
        .toList();
  }

  private List<SagaReport> reports() {
    return records().stream().map(SagaReport::from).toList();
  }

  private List<String> ids() {
    return records().stream().map(record -> record.headers().get("ce_id")).toList();
  }

  private List<WireRecord> records() {
    return rig.broker.records(ShardRig.TOPICS.events());
  }
}
