package io.palinode.server.runtime;

import io.palinode.core.SagaEvent.SagaCompacted;
import io.palinode.core.SagaState;
import io.palinode.server.journal.EntryCodec;
import io.palinode.server.journal.JournalEntry;
import java.util.List;

/**
 * Makes a long log short: one entry that says how the saga stands. What led there is lost to its
 * history.
 */
final class LogCompaction {
  private LogCompaction() {}

  static byte[] compact(SagaState state, long batch, long now) {
    return EntryCodec.encode(new JournalEntry(batch, now, List.of(new SagaCompacted(state))));
  }
}
