package io.palinode.server.runtime;

import io.palinode.core.Effect.GiveNotice;
import io.palinode.core.SagaMachine;
import io.palinode.message.Payload;
import io.palinode.message.Reason;
import io.palinode.message.SagaStatus;
import io.palinode.saga.Notice;
import io.palinode.server.journal.JournalEntry;
import io.palinode.server.journal.Standstill;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Writes again what a saga's log says that may not have reached Kafka, beside what follows from how
 * the saga stands: notices of the times that it parked, and answers to requests.
 *
 * <ul>
 *   <li>A notice is the one of that time, under the same id, whatever the saga has done since. It
 *       is what the definition says to which the saga is pinned now.
 *   <li>A report that answers tells how the saga stands now.
 * </ul>
 *
 * <p>Used by the shard's thread only.
 */
record Arrears(Letters letters, OwedUnderWay owed, long publishedThrough) {
  private static final Reason NO_DATA =
      new Reason("NOTICE_NOT_BUILT", "The saga's log had no room for the data of that time.");

  /**
   * The records, oldest first.
   *
   * @param entries the saga's log
   */
  List<Sending> of(LiveSaga saga, List<JournalEntry> entries, long batch) {
    List<Sending> unsent = new ArrayList<>();
    SagaMachine<?> machine = saga.machine();
    if (machine != null) {
      for (Standstill each :
          new Standstills(publishedThrough).untold(machine, saga.state(), entries)) {
        notice(machine, each)
            .ifPresent(notice -> unsent.add(letters.notice(batch, saga.id(), each, notice)));
      }
    }
    entries.stream()
        .filter(entry -> entry.batch() > publishedThrough)
        .flatMap(entry -> entry.owed().answers().stream())
        .forEach(answer -> unsent.add(letters.report(batch, saga, answer)));
    unsent.forEach(each -> owed.begin(saga.id()));
    return unsent;
  }

  private static Optional<GiveNotice> notice(SagaMachine<?> machine, Standstill standstill) {
    Payload data = standstill.data();
    return data == null
        ? machine.definition().notice(SagaStatus.PARKED).map(Arrears::withoutMessage)
        : machine.noticeOfParking(data, standstill.reason());
  }

  private static GiveNotice withoutMessage(Notice<?> notice) {
    return new GiveNotice(notice.status(), notice.topic(), null, NO_DATA);
  }
}
