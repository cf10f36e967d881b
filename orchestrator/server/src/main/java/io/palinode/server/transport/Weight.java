package io.palinode.server.transport;

import io.palinode.message.WireRecord;

/**
 * About how much memory a record takes: its value, its headers as text, and what the objects around
 * them cost.
 *
 * <p>Stateless.
 */
public final class Weight {
  private static final int RECORD = 250;
  private static final int HEADER = 150;

  private Weight() {}

  /** In bytes. Reads every header: weigh a record while it is at hand, and once. */
  public static int of(WireRecord record) {
    int bytes = RECORD + (record.value() == null ? 0 : record.value().length);
    for (var header : record.headers().entrySet()) {
      bytes += HEADER + header.getKey().length() + header.getValue().length();
    }
    return bytes;
  }
}
