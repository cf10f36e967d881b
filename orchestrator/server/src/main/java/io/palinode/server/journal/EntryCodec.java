package io.palinode.server.journal;

import io.palinode.core.SagaEvent;
import io.palinode.core.SagaEvent.SagaCompacted;
import io.palinode.core.SagaEvent.SagaStarted;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes journal entries as the bytes of a saga's log, and reads them again.
 *
 * <ul>
 *   <li>A log is lines of JSON, one for each entry, each ended by a newline. Appending an entry
 *       means appending its line.
 *   <li>The first line of a log names the format. A format that shipped is frozen by golden files:
 *       a change is a new number, a new word for an event, or a field that old readers may ignore.
 *   <li>What cannot be read in full is refused: {@link UnreadableLog}.
 *   <li>Data stand in the log as they came, except that a newline between two tokens becomes a
 *       space.
 * </ul>
 *
 * <p>Stateless; safe for use by any thread.
 */
public final class EntryCodec {
  static final int FORMAT = 1;

  private EntryCodec() {}

  /**
   * The entry as one line, its newline included.
   *
   * @throws io.palinode.message.MalformedMessage if the data that a saga is to start with are
   *     anything but one JSON value
   */
  public static byte[] encode(JournalEntry entry) {
    return EntryWriter.write(entry, opensLog(entry));
  }

  /**
   * The entries of a log, oldest first.
   *
   * @throws UnreadableLog if there is anything in it that this version does not understand
   */
  public static List<JournalEntry> decode(byte[] log) {
    if (log.length == 0 || log[log.length - 1] != '\n') {
      throw new UnreadableLog(
          "The log has %,d bytes; expected lines of JSON, the last one ended by a newline."
              .formatted(log.length));
    }
    List<JournalEntry> entries = new ArrayList<>();
    int start = 0;
    while (start < log.length) {
      int end = start;
      while (log[end] != '\n') {
        end++;
      }
      entries.add(EntryReader.read(log, start, end, entries.size() + 1));
      start = end + 1;
    }
    return entries;
  }

  /**
   * When the last entry of a log was decided, in milliseconds since 1970. The entry is not read.
   *
   * @throws UnreadableLog if its line does not say
   */
  public static long lastAt(byte[] log) {
    int start = Math.max(0, log.length - 1);
    while (start > 0 && log[start - 1] != '\n') {
      start--;
    }
    return EntryReader.at(log, start, log.length);
  }

  /** The log's lines as one JSON array, for a report. They are not parsed. */
  public static byte[] history(byte[] log) {
    if (log.length == 0) {
      return new byte[] {'[', ']'};
    }
    byte[] array = new byte[log.length + 1];
    array[0] = '[';
    for (int i = 0; i < log.length; i++) {
      array[i + 1] = log[i] == '\n' ? (byte) ',' : log[i];
    }
    array[log.length] = ']';
    return array;
  }

  private static boolean opensLog(JournalEntry entry) {
    if (entry.events().isEmpty()) {
      return false;
    }
    SagaEvent first = entry.events().get(0);
    return first instanceof SagaStarted || first instanceof SagaCompacted;
  }
}
