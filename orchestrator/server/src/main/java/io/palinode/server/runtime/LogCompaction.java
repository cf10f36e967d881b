package io.palinode.server.runtime;

import io.palinode.core.SagaEvent.SagaCompacted;
import io.palinode.core.SagaState;
import io.palinode.message.SagaStatus;
import io.palinode.server.journal.EntryCodec;
import io.palinode.server.journal.JournalEntry;
import io.palinode.server.journal.Owed;
import io.palinode.server.journal.Standstill;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes a long log short: one entry that says how the saga stands, and of which times that it
 * parked Kafka may not have the notice. What else led there is lost to its history.
 *
 * @param publishedThrough the highest batch whose sends Kafka has all acknowledged
 */
record LogCompaction(long publishedThrough) {
  /** What of a log is kept free, in bytes, for the reason for which a saga parks. */
  private static final int ROOM_TO_PARK = 16 * 1024;

  /**
   * The short log; null if it is too large even so. Where there is no room for them, the data of
   * the times that the saga parked are left out.
   *
   * @param last the entry that makes the log too long
   * @param state the saga's, after that entry
   */
  byte @Nullable [] compact(LiveSaga saga, JournalEntry last, SagaState state) {
    boolean parked = state.status() == SagaStatus.PARKED;
    int most = BatchDraft.MAX_LOG_BYTES - (parked ? 0 : ROOM_TO_PARK);
    List<Standstill> untold = untold(saga, last, state);
    byte[] log = encode(last, state, untold);
    if (log.length > most && !untold.isEmpty()) {
      log = encode(last, state, untold.stream().map(Standstill::withoutData).toList());
    }
    return log.length > most ? null : log;
  }

  private List<Standstill> untold(LiveSaga saga, JournalEntry last, SagaState state) {
    if (state.standing().parked() == 0) {
      return List.of();
    }
    List<JournalEntry> entries = new ArrayList<>();
    if (saga.log().length > 0) {
      entries.addAll(EntryCodec.decode(saga.log()));
    }
    entries.add(last);
    return new Standstills(publishedThrough).untold(saga.machine(), state, entries);
  }

  private static byte[] encode(JournalEntry last, SagaState state, List<Standstill> untold) {
    return EntryCodec.encode(
        new JournalEntry(
            last.batch(),
            last.at(),
            List.of(new SagaCompacted(state)),
            new Owed(last.owed().answers(), untold)));
  }
}
