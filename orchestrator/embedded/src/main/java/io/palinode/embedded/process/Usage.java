package io.palinode.embedded.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What a process has used since it began. Immutable.
 *
 * @param cpu processor time
 * @param writtenBytes what it made the disk write, as Linux counts it: whole pages, each as often
 *     as it was flushed; 0 where that is not told
 */
public record Usage(Duration cpu, long writtenBytes) {
  public static final Usage NONE = new Usage(Duration.ZERO, 0);

  private static final String WRITTEN = "write_bytes:";

  static Usage of(ProcessHandle process) {
    return new Usage(
        process.info().totalCpuDuration().orElse(Duration.ZERO), written(process.pid()));
  }

  private static long written(long pid) {
    try (var lines = Files.lines(Path.of("/proc", Long.toString(pid), "io"))) {
      return lines
          .filter(line -> line.startsWith(WRITTEN))
          .mapToLong(line -> Long.parseLong(line.substring(WRITTEN.length()).strip()))
          .sum();
    } catch (IOException notLinux) {
      return 0;
    }
  }
}
