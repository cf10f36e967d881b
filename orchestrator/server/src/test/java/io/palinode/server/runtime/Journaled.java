package io.palinode.server.runtime;

import io.palinode.core.SagaEvent;
import io.palinode.core.SagaState;
import io.palinode.server.journal.EntryCodec;
import io.palinode.server.journal.JournalEntry;
import io.palinode.server.journal.StoredSaga;
import java.util.List;

/** Reads a saga's log as a successor would. */
final class Journaled {
  private Journaled() {}

  static SagaState fold(StoredSaga stored) {
    return fold(stored.sagaId(), stored.log());
  }

  static SagaState fold(String sagaId, byte[] log) {
    return SagaState.fold(sagaId, events(log));
  }

  static List<SagaEvent> events(byte[] log) {
    return EntryCodec.decode(log).stream().map(JournalEntry::events).flatMap(List::stream).toList();
  }
}
