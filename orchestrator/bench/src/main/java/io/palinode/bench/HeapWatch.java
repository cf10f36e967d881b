package io.palinode.bench;

import com.sun.management.GarbageCollectorMXBean;
import com.sun.management.GcInfo;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.util.Collection;
import java.util.List;

/**
 * The most heap that this JVM has been seen to use right after a garbage collection: what it needs,
 * and what the last collection left lying.
 *
 * <p>Sees the last collection of each collector only, so it is to look often. One thread.
 */
final class HeapWatch {
  private final List<GarbageCollectorMXBean> collectors =
      ManagementFactory.getPlatformMXBeans(GarbageCollectorMXBean.class);
  private long peak;

  void look() {
    for (var collector : collectors) {
      var last = collector.getLastGcInfo();
      if (last != null) {
        peak = Math.max(peak, usedAfter(last));
      }
    }
  }

  long peakBytes() {
    return peak;
  }

  private static long usedAfter(GcInfo collection) {
    Collection<MemoryUsage> pools =
        ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == java.lang.management.MemoryType.HEAP)
            .map(pool -> collection.getMemoryUsageAfterGc().get(pool.getName()))
            .toList();
    return pools.stream().mapToLong(MemoryUsage::getUsed).sum();
  }
}
