package io.palinode.server.journal;

import io.palinode.core.BrokenInvariant;
import io.palinode.core.SagaState;

/**
 * A live saga as the journal has it.
 *
 * @param log its entries, as they were written
 * @param version the version that a write must name
 * @param locked true if this session holds the saga's lock, from an earlier takeover
 */
public record StoredSaga(String sagaId, byte[] log, int version, boolean locked) {

  /**
   * How the saga stands: the fold of its log.
   *
   * @throws UnreadableLog if there is anything in the log that this version does not understand
   * @throws BrokenInvariant if its events contradict each other
   */
  public SagaState state() {
    return SagaState.fold(
        sagaId, EntryCodec.decode(log).stream().flatMap(entry -> entry.events().stream()).toList());
  }
}
