package io.palinode.server.journal;

/**
 * A live saga as the journal has it.
 *
 * @param log its entries, as they were written
 * @param version the version that a write must name
 */
public record StoredSaga(String sagaId, byte[] log, int version) {}
