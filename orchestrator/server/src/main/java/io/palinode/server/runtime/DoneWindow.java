package io.palinode.server.runtime;

import io.palinode.message.SagaStatus;
import io.palinode.server.journal.DoneSegment;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
 * </ul>
 *
 * <p>Used by the shard's thread only.
 */
final class DoneWindow {
  static final int SEGMENT_ENTRIES = 512;

  private final int capacity;
  private final Map<Long, Ending> ended = new HashMap<>();
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
    Ending ending = ended.get(hash(sagaId));
    return ending == null ? null : ending.status();
  }

  /** Remembers ended sagas, and says what of the journal's window to write and to drop for it. */
  Change add(List<LiveSaga> sagas) {
    List<DoneSegment> writes = new ArrayList<>();
    Segment segment = segments.isEmpty() ? open(0) : segments.getLast();
    boolean fresh = segments.getLast().entries.isEmpty();
    for (LiveSaga saga : sagas) {
      if (segment.entries.size() == SEGMENT_ENTRIES) {
        if (segment.touched) {
          writes.add(segment.written(fresh));
        }
        segment = open(segment.number + 1);
        fresh = true;
      }
      segment.touched = true;
      boolean completed = saga.state().status() == SagaStatus.COMPLETED;
      remember(segment, hash(saga.id()) | (completed ? 1 : 0));
    }
    if (segment.touched) {
      writes.add(segment.written(fresh));
    }
    return new Change(writes, dropOld());
  }

  private List<Long> dropOld() {
    List<Long> dropped = new ArrayList<>();
    while ((segments.size() - 2) * SEGMENT_ENTRIES >= capacity) {
      Segment oldest = segments.removeFirst();
      for (long entry : oldest.entries) {
        ended.computeIfPresent(
            entry & ~1L, (hash, ending) -> ending.segment() == oldest.number ? null : ending);
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
    segment.entries.add(entry);
    SagaStatus status = (entry & 1) == 1 ? SagaStatus.COMPLETED : SagaStatus.COMPENSATED;
    ended.put(entry & ~1L, new Ending(status, segment.number));
  }

  private static long hash(String sagaId) {
    long hash = 0xcbf29ce484222325L;
    for (byte b : sagaId.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
    }
    hash = (hash ^ (hash >>> 32)) * 0x9E3779B97F4A7C15L;
    return (hash ^ (hash >>> 29)) & ~1L;
  }

  /** How the last saga of a hash ended, and the segment that says so. */
  private record Ending(SagaStatus status, long segment) {}

  /** What a batch has to write and to drop for the window. */
  record Change(List<DoneSegment> writes, List<Long> dropped) {
    static final Change NONE = new Change(List.of(), List.of());
  }

  private static final class Segment {
    private final long number;
    private final List<Long> entries = new ArrayList<>(SEGMENT_ENTRIES);
    private boolean touched;

    private Segment(long number) {
      this.number = number;
    }

    private DoneSegment written(boolean fresh) {
      ByteBuffer content = ByteBuffer.allocate(entries.size() * Long.BYTES);
      entries.forEach(content::putLong);
      touched = false;
      return new DoneSegment(number, content.array(), fresh);
    }
  }
}
