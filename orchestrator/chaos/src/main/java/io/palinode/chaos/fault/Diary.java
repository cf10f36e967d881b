package io.palinode.chaos.fault;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.EnumMap;
import java.util.Map;

/**
 * What happened when, on the screen and in a file, so that a reader can follow.
 *
 * <p>Safe for use by any thread.
 */
public final class Diary {
  private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss.SSS");

  private final Path file;
  private final long begin = System.nanoTime();
  private final Map<FaultKind, Integer> seen = new EnumMap<>(FaultKind.class);

  public Diary(Path file) {
    this.file = file;
  }

  public synchronized void write(String what) {
    var now = Duration.ofNanos(System.nanoTime() - begin);
    var line =
        "%s %+8.3f s  %s"
            .formatted(
                LocalTime.now(ZoneId.systemDefault()).format(CLOCK), now.toNanos() / 1e9, what);
    System.out.println(line);
    try {
      Files.writeString(
          file, line + "\n", UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  synchronized void happened(FaultKind kind, String evidence) {
    seen.merge(kind, 1, Integer::sum);
    write(kind + ": " + evidence);
  }

  /** How many faults of each kind were seen. */
  public synchronized Map<FaultKind, Integer> seen() {
    return new EnumMap<>(seen);
  }
}
