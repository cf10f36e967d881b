package io.palinode.server.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.core.Effect.GiveNotice;
import io.palinode.core.Effect.SendCommand;
import io.palinode.core.SagaEvent;
import io.palinode.core.SagaEvent.CommandIssued;
import io.palinode.core.SagaEvent.SagaStarted;
import io.palinode.core.SagaEvent.StepStuck;
import io.palinode.core.SagaEvent.StepSucceeded;
import io.palinode.message.CommandMessage;
import io.palinode.message.Direction;
import io.palinode.message.Reason;
import io.palinode.message.SagaReport;
import io.palinode.message.SagaStatus;
import io.palinode.server.journal.EntryCodec;
import io.palinode.server.journal.InputPosition;
import io.palinode.server.journal.JournalEntry;
import io.palinode.server.journal.StoredSaga;
import java.io.ByteArrayOutputStream;
import java.util.List;
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
    BatchDraft draft = new BatchDraft(4, InputPosition.BEGINNING);
    var decision = Standing.start("order-1", 3);
    LiveSaga saga = Standing.starting(decision);
    draft.append(saga, decision, 1_000);

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
    assertThat(LETTERS.brief(4, "a", SagaStatus.COMPLETED, 2_000, null).last()).isFalse();
  }

  @Test
  void shouldSayWhyASagaWasNotStarted() {
    var why = new Reason("UNKNOWN_SAGA", "No definition.");

    SagaReport read =
        SagaReport.from(LETTERS.brief(4, "a", SagaStatus.REFUSED, 2_000, why).record());

    assertThat(read.status()).isEqualTo(SagaStatus.REFUSED);
    assertThat(read.reason()).isEqualTo(why);
  }

  @Test
  void shouldGiveNoticeOfAParkedSagaUnderTheSameIdWhateverItNotesLater() {
    SagaStarted started =
        new SagaStarted(Orders.PLACE_ORDER.ref(), Orders.CODEC.encode(new Orders.Order("apple")));
    List<JournalEntry> entries =
        List.of(
            entry(1_000, started, new CommandIssued("a", Direction.ACTION, 1, 9_000)),
            entry(2_000, new CommandIssued("b", Direction.ACTION, 1, 9_000)),
            entry(3_000, new StepStuck("a", Direction.ACTION, new Reason("NO", ""))),
            entry(4_000, new StepSucceeded("b", null)));
    GiveNotice notice =
        new GiveNotice(SagaStatus.PARKED, "shop.stuck", Orders.CODEC.encode("stuck"), null);

    assertThat(noticeId(log(entries.subList(0, 3)), notice)).isEqualTo("a/parked/3000/notice");
    assertThat(noticeId(log(entries), notice)).isEqualTo("a/parked/3000/notice");
  }

  private static String noticeId(byte[] log, GiveNotice notice) {
    StoredSaga stored = new StoredSaga("a", log, 0, false);
    LiveSaga saga = LiveSaga.loaded(stored, stored.state(), Standing.MACHINE);
    return LETTERS.notice(4, saga, notice).record().headers().get("ce_id");
  }

  private static JournalEntry entry(long at, SagaEvent... events) {
    return new JournalEntry(1, at, List.of(events));
  }

  private static byte[] log(List<JournalEntry> entries) {
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    entries.forEach(entry -> log.writeBytes(EntryCodec.encode(entry)));
    return log.toByteArray();
  }
}
