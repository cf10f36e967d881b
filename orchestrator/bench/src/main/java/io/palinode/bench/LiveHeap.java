package io.palinode.bench;

import io.palinode.embedded.process.Child;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * What a JVM holds after a full garbage collection, by {@code jcmd GC.class_histogram}. Immutable.
 *
 * @param bytes of all live objects
 * @param largest lines of the histogram: the classes that take most
 */
record LiveHeap(long bytes, List<String> largest) {
  private static final String TOTAL = "Total";
  private static final int HEADER_LINES = 3;
  private static final int SHOWN = 16;

  /** Asks a child; the child stands still meanwhile. */
  static LiveHeap of(Child child) throws InterruptedException {
    var jcmd = System.getProperty("java.home") + "/bin/jcmd";
    var command = List.of(jcmd, Long.toString(child.pid()), "GC.class_histogram");
    try {
      var process = new ProcessBuilder(command).redirectErrorStream(true).start();
      try (var output = process.inputReader()) {
        return parse(output.lines().toList());
      } finally {
        process.waitFor();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("A JDK is needed: cannot run " + jcmd, e);
    }
  }

  static LiveHeap parse(List<String> histogram) {
    var total =
        histogram.stream()
            .filter(line -> line.startsWith(TOTAL))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("No histogram: " + histogram));
    return new LiveHeap(
        Long.parseLong(total.strip().split("\\s+", -1)[2]),
        histogram.stream().skip(HEADER_LINES).limit(SHOWN).toList());
  }
}
