package io.palinode.server.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.core.Effect.SendCommand;
import io.palinode.message.CommandMessage;
import io.palinode.message.Reason;
import io.palinode.message.ReportWriter.Reached;
import io.palinode.message.SagaReport;
import io.palinode.message.SagaStatus;
import io.palinode.server.journal.InputPosition;
import io.palinode.server.journal.Owed;
import org.junit.jupiter.api.Test;

class LettersTest {
  private static final long EPOCH = 9;
  private static final Letters LETTERS = Letters.of(ShardRig.TOPICS, EPOCH);

  @Test
  void shouldPutTheOwnersEpochOnACommandAndLeaveItsIdAlone() {
    var start = (SendCommand) Standing.start("order-1", 1).effects().get(0);

    Sending.Command mine = LETTERS.command(4, start);
    Sending.Command successors = Letters.of(ShardRig.TOPICS, EPOCH + 1).command(5, start);

    assertThat(mine.topic()).isEqualTo(ShardRig.TOPICS.commands(Orders.STOCK));
    assertThat(CommandMessage.from(mine.record()))
        .isEqualTo(new CommandMessage(start.id(), 1, EPOCH, start.payload()));
    assertThat(CommandMessage.from(successors.record()))
        .isEqualTo(new CommandMessage(start.id(), 1, EPOCH + 1, start.payload()));
  }

  @Test
  void shouldReportHistoryAndDataOfASagaThatLives() {
    BatchDraft draft =
        new BatchDraft(4, InputPosition.BEGINNING, 0, new BatchSize(ShardRig.TOPICS));
    var decision = Standing.start("order-1", 3);
    LiveSaga saga = Standing.starting(decision);
    draft.append(saga, decision, Owed.NOTHING, 0, 1_000);

    Sending.Report report = LETTERS.report(4, saga);

    SagaReport read = SagaReport.from(report.record());
    assertThat(read.status()).isEqualTo(SagaStatus.RUNNING);
    assertThat(String.valueOf(read.data())).isEqualTo("{\"sku\":\"xxx\"}");
    assertThat(read.history()).extracting("event").hasSize(2);
    assertThat(report.last()).isFalse();
  }

  @Test
  void shouldCallAReportTheLastOnlyWhereTheSagaHasEnded() {
    assertThat(LETTERS.report(4, Standing.completed("a")).last()).isTrue();
    assertThat(LETTERS.report(4, Standing.ended("a", SagaStatus.PARKED)).last()).isFalse();
    assertThat(LETTERS.brief(4, "a", new Reached(SagaStatus.COMPLETED, 2_000, null)).last())
        .isFalse();
  }

  @Test
  void shouldSayWhyASagaWasNotStarted() {
    var why = new Reason("UNKNOWN_SAGA", "No definition.");

    SagaReport read =
        SagaReport.from(
            LETTERS.brief(4, "a", new Reached(SagaStatus.REFUSED, 2_000, why)).record());

    assertThat(read.status()).isEqualTo(SagaStatus.REFUSED);
    assertThat(read.reason()).isEqualTo(why);
  }
}
