package io.palinode.server.runtime;

import io.palinode.core.SagaEvent.SagaCompacted;
import io.palinode.core.SagaState;
import io.palinode.message.RequestAnswer;
import io.palinode.message.SagaStatus;
import io.palinode.server.journal.EntryCodec;
import io.palinode.server.journal.JournalEntry;
import io.palinode.server.journal.Owed;
import io.palinode.server.journal.Standstill;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes a long log short: one entry that says how the saga stands, and what it owes that Kafka may
 * not have: notices of times that it parked, and answers to requests. What else led there is lost
 * to its history.
 *
 * @param told the batch up to which Kafka has all that the log owed
 */
record LogCompaction(long told) {
  /** What of a log is kept free, in bytes, for the reason for which a saga parks. */
  private static final int ROOM_TO_PARK = 16 * 1024;

  /**
   * The short log; null if it is too large even so. Where there is no room for them, the data of
   * the times that the saga parked are left out, and then the answers of earlier entries.
   *
   * @param last the entry that makes the log too long
   * @param state the saga's, after that entry
   */
  byte @Nullable [] compact(LiveSaga saga, JournalEntry last, SagaState state) {
    boolean parked = state.status() == SagaStatus.PARKED;
    int most = BatchDraft.MAX_LOG_BYTES - (parked ? 0 : ROOM_TO_PARK);
    List<JournalEntry> entries = entries(saga, last);
    List<Standstill> untold = new Standstills(told).untold(saga.machine(), state, entries);
    List<Standstill> dataless = untold.stream().map(Standstill::withoutData).toList();
    List<RequestAnswer> answers = unheard(entries);
    List<Owed> shorterAndShorter =
        List.of(
            new Owed(answers, untold),
            new Owed(answers, dataless),
            new Owed(last.owed().answers(), dataless));
    return shorterAndShorter.stream()
        .distinct()
        .map(owed -> encode(last, state, owed))
        .filter(log -> log.length <= most)
        .findFirst()
        .orElse(null);
  }

  private static List<JournalEntry> entries(LiveSaga saga, JournalEntry last) {
    List<JournalEntry> entries = new ArrayList<>();
    if (saga.log().length > 0) {
      entries.addAll(EntryCodec.decode(saga.log()));
    }
    entries.add(last);
    return entries;
  }

  private List<RequestAnswer> unheard(List<JournalEntry> entries) {
    return entries.stream()
        .filter(entry -> entry.batch() > told)
        .flatMap(entry -> entry.owed().answers().stream())
        .toList();
  }

  private static byte[] encode(JournalEntry last, SagaState state, Owed owed) {
    return EntryCodec.encode(
        new JournalEntry(last.batch(), last.at(), List.of(new SagaCompacted(state)), owed));
  }
}
