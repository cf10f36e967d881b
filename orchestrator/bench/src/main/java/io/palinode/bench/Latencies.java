package io.palinode.bench;

import java.time.Duration;
import java.util.Arrays;

/** Every latency of a run, kept one by one so that percentiles are exact. Not thread-safe. */
final class Latencies {
  private long[] nanos = new long[1 << 16];
  private int size;

  void add(long latencyNanos) {
    if (size == nanos.length) {
      nanos = Arrays.copyOf(nanos, size * 2);
    }
    nanos[size++] = latencyNanos;
  }

  int size() {
    return size;
  }

  /**
   * The smallest latency that at least {@code percent} of all are not above (the nearest-rank
   * definition).
   */
  Duration percentile(double percent) {
    if (size == 0) {
      throw new IllegalStateException("No latency was recorded");
    }
    Arrays.sort(nanos, 0, size);
    var rank = (int) Math.ceil(percent / 100 * size);
    return Duration.ofNanos(nanos[Math.max(rank, 1) - 1]);
  }
}
