package io.palinode.server.runtime;

import io.palinode.message.SagaStatus;
import io.palinode.server.journal.DoneSegment;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The ids of a shard's last ended sagas, so that a repeated start of one is not a second saga.
 *
 * <ul>
 *   <li>An id is kept as 63 bits of its hash (FNV-1a, then mixed); the last bit says completed or
 *       compensated. Two ids of a window of a million share a hash with a probability of about 1 in
 *       10 million.
 *   <li>Entries are packed into segments of {@link #SEGMENT_ENTRIES}; the newest is written again
 *       until it is full, and the oldest is dropped when the window is full.
 *   <li>A window that is read larger than its capacity, after the number of shards has changed or
 *       with a smaller setting, drops two segments for each one that it begins: among the entries
 *       of other shards are its own, and they go no faster than new ones come.
 * </ul>
 *
 * <p>Used by the shard's thread only.
 */
final class DoneWindow {
  static final int SEGMENT_ENTRIES = DoneSegment.MAX_ENTRIES;

  private static final int DROPPED_FOR_EACH_BEGUN = 2;

  private final int capacity;
  private final EndedSagas ended = new EndedSagas();
  private final Deque<Segment> segments = new ArrayDeque<>();

  /**
   * An empty window.
   *
   * @param capacity the least number of ended sagas that are remembered
   */
  DoneWindow(int capacity) {
    this.capacity = capacity;
  }

  /** Takes a segment over that the journal has; oldest first. */
  void load(DoneSegment stored) {
    Segment segment = new Segment(stored.number());
    ByteBuffer content = ByteBuffer.wrap(stored.content());
    while (content.remaining() >= Long.BYTES) {
      remember(segment, content.getLong());
    }
    segments.addLast(segment);
  }

  /** How the saga ended; null if it is not in the window. */
  @Nullable SagaStatus find(String sagaId) {
    long entry = ended.find(hash(sagaId));
    if (entry == EndedSagas.NONE) {
      return null;
    }
    return (entry & 1) == 1 ? SagaStatus.COMPLETED : SagaStatus.COMPENSATED;
  }

  /** Remembers ended sagas, and says what of the journal's window to write and to drop for it. */
  Change add(List<LiveSaga> sagas) {
    List<DoneSegment> writes = new ArrayList<>();
    Segment segment = segments.isEmpty() ? open(0) : segments.getLast();
    boolean fresh = segments.getLast().size == 0;
    int begun = fresh ? 1 : 0;
    for (LiveSaga saga : sagas) {
      if (segment.size == SEGMENT_ENTRIES) {
        if (segment.touched) {
          writes.add(segment.written(fresh));
        }
        segment = open(segment.number + 1);
        fresh = true;
        begun++;
      }
      segment.touched = true;
      boolean completed = saga.state().status() == SagaStatus.COMPLETED;
      remember(segment, hash(saga.id()) | (completed ? 1 : 0));
    }
    if (segment.touched) {
      writes.add(segment.written(fresh));
    }
    return new Change(writes, dropOld(DROPPED_FOR_EACH_BEGUN * begun));
  }

  private List<Long> dropOld(int limit) {
    List<Long> dropped = new ArrayList<>();
    while (dropped.size() < limit && (segments.size() - 2) * SEGMENT_ENTRIES >= capacity) {
      Segment oldest = segments.removeFirst();
      for (int i = 0; i < oldest.size; i++) {
        ended.remove(oldest.entries[i], oldest.number);
      }
      dropped.add(oldest.number);
    }
    return dropped;
  }

  private Segment open(long number) {
    Segment segment = new Segment(number);
    segments.addLast(segment);
    return segment;
  }

  private void remember(Segment segment, long entry) {
    segment.add(entry);
    if (entry != EndedSagas.NONE) {
      ended.put(entry, segment.number);
    }
  }

  private static long hash(String sagaId) {
    long hash = 0xcbf29ce484222325L;
    for (byte b : sagaId.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
    }
    hash = (hash ^ (hash >>> 32)) * 0x9E3779B97F4A7C15L;
    hash = (hash ^ (hash >>> 29)) & ~1L;
    return hash == EndedSagas.NONE ? 2 : hash;
  }

  /** What a batch has to write and to drop for the window. */
  record Change(List<DoneSegment> writes, List<Long> dropped) {
    static final Change NONE = new Change(List.of(), List.of());
  }

  private static final class Segment {
    private final long number;
    private long[] entries = new long[SEGMENT_ENTRIES];
    private int size;
    private boolean touched;

    private Segment(long number) {
      this.number = number;
    }

    private void add(long entry) {
      if (size == entries.length) {
        entries = Arrays.copyOf(entries, 2 * size);
      }
      entries[size++] = entry;
    }

    private DoneSegment written(boolean fresh) {
      ByteBuffer content = ByteBuffer.allocate(size * Long.BYTES);
      content.asLongBuffer().put(entries, 0, size);
      touched = false;
      return new DoneSegment(number, content.array(), fresh);
    }
  }
}
