package io.palinode.chaos.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Stops a process with SIGSTOP for a while, and sees that it stands still.
 *
 * <p>A shell of its own sends both signals, so that the process goes on even if this JVM ends
 * meanwhile. Needs Linux, whose {@code /proc} tells a process's state.
 */
final class Freeze {
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final String SCRIPT = "kill -STOP \"$1\" && sleep \"$2\" && kill -CONT \"$1\"";

  private Freeze() {}

  /** Returns when the process goes on. */
  static void hold(long pid, Duration lasting) throws InterruptedException {
    var seconds = "%d.%03d".formatted(lasting.toSeconds(), lasting.toMillisPart());
    try {
      var shell =
          new ProcessBuilder("sh", "-c", SCRIPT, "sh", Long.toString(pid), seconds)
              .redirectErrorStream(true)
              .start();
      boolean stood = Patience.until(() -> state(pid) == 'T', SOON);
      boolean ended = shell.waitFor(lasting.plus(SOON).toMillis(), TimeUnit.MILLISECONDS);
      boolean goesOn = Patience.until(() -> state(pid) != 'T', SOON);
      if (!stood || !ended || shell.exitValue() != 0 || !goesOn) {
        throw new FaultNotSeen(
            "Process %d was to stand still for %s; stood %s, signals sent %s, goes on %s."
                .formatted(pid, lasting, stood, ended, goesOn));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("No shell to send signals with", e);
    }
  }

  /** The state that follows the process's name, which stands in brackets; 'X' if it is gone. */
  private static char state(long pid) {
    try {
      var stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
      return stat.charAt(stat.lastIndexOf(')') + 2);
    } catch (IOException e) {
      return 'X';
    }
  }
}
