package io.palinode.server.journal;

/**
 * A live saga as the journal has it.
 *
 * @param log its entries, as they were written
 * @param version the version that a write must name
 * @param locked true if this session holds the saga's lock, from an earlier takeover
 */
public record StoredSaga(String sagaId, byte[] log, int version, boolean locked) {}
