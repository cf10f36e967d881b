package io.palinode.server.journal;

/**
 * A part of the window in which ended sagas are remembered.
 *
 * @param number grows from segment to segment
 * @param content packed entries, written whole
 * @param fresh true if the segment is new, false if it is written again with more entries
 */
public record DoneSegment(long number, byte[] content, boolean fresh) {
  /** How many entries of eight bytes a full segment has. */
  public static final int MAX_ENTRIES = 512;
}
