package io.palinode.server.runtime;

/**
 * Hashes of ended sagas, each with the segment of the window that names it last.
 *
 * <p>Open addressing over two arrays: an id takes 12 bytes in a table that is a quarter to a half
 * full. The lowest bit of an entry is no part of the hash.
 *
 * <p>Used by the shard's thread only.
 */
final class EndedSagas {
  /** An entry that no hash has: it marks a free place. */
  static final long NONE = 0;

  private static final int FIRST_CAPACITY = 1_024;

  private long[] entries = new long[FIRST_CAPACITY];
  private int[] segments = new int[FIRST_CAPACITY];
  private int size;

  /** The entry of this hash; {@link #NONE} if there is none. */
  long find(long hash) {
    return entries[place(hash)];
  }

  /** Notes an entry, in the place of an older one of the same hash. */
  void put(long entry, long segment) {
    if (2 * (size + 1) > entries.length) {
      grow();
    }
    int place = place(entry);
    size += entries[place] == NONE ? 1 : 0;
    entries[place] = entry;
    segments[place] = (int) segment;
  }

  /** Forgets an entry, unless a later segment names its hash, too. */
  void remove(long entry, long segment) {
    int place = place(entry);
    if (entries[place] != NONE && segments[place] == (int) segment) {
      entries[place] = NONE;
      size--;
      closeGap(place);
    }
  }

  /** Where the hash is, or where it belongs. */
  private int place(long entry) {
    int place = home(entry);
    while (entries[place] != NONE && (entries[place] | 1) != (entry | 1)) {
      place = next(place);
    }
    return place;
  }

  /** Moves what follows a gap and belongs before it, so that it is still found. */
  private void closeGap(int gap) {
    for (int place = next(gap); entries[place] != NONE; place = next(place)) {
      int home = home(entries[place]);
      boolean reachedWithoutGap =
          gap <= place ? gap < home && home <= place : gap < home || home <= place;
      if (!reachedWithoutGap) {
        entries[gap] = entries[place];
        segments[gap] = segments[place];
        entries[place] = NONE;
        gap = place;
      }
    }
  }

  private void grow() {
    long[] oldEntries = entries;
    int[] oldSegments = segments;
    entries = new long[2 * oldEntries.length];
    segments = new int[entries.length];
    size = 0;
    for (int i = 0; i < oldEntries.length; i++) {
      if (oldEntries[i] != NONE) {
        put(oldEntries[i], oldSegments[i]);
      }
    }
  }

  private int home(long entry) {
    return (int) (entry >>> 20) & (entries.length - 1);
  }

  private int next(int place) {
    return (place + 1) & (entries.length - 1);
  }
}
