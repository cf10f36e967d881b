package io.palinode.server.journal;

/**
 * A business key as the journal has it.
 *
 * @param address see {@link io.palinode.message.KeyAddress}
 * @param content as it was written; see {@link KeyCodec}
 * @param version the version that a write must name
 */
public record StoredKey(String address, byte[] content, int version) {}
