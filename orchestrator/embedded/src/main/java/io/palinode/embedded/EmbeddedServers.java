package io.palinode.embedded;

import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.util.List;

/**
 * Runs the embedded Kafka and ZooKeeper as a process of their own.
 *
 * <ul>
 *   <li>When both are ready it prints one line to standard output, {@code ready kafka=HOST:PORT
 *       zookeeper=HOST:PORT millis=N}, where N counts from the start of the JVM.
 *   <li>SIGTERM stops both in order; what they hold is there for the next start on the directory.
 *   <li>It exits with 1 when a server cannot start and with 2 when it was called wrongly, and says
 *       why on standard error.
 * </ul>
 *
 * <p>Single-threaded but for the shutdown hook.
 */
public final class EmbeddedServers {
  private static final int CANNOT_START = 1;
  private static final int WRONG_CALL = 2;

  private EmbeddedServers() {}

  public static void main(String... arguments) {
    QuietLogging.warningsOnly();
    int exit = run(List.of(arguments), System.out, System.err);
    if (exit != 0) {
      System.exit(exit);
    }
  }

  static int run(List<String> arguments, PrintStream out, PrintStream err) {
    try {
      var cluster = ServerArguments.parse(arguments).start();
      Runtime.getRuntime().addShutdownHook(new Thread(cluster::close, "embedded-servers-stop"));
      out.printf(
          "ready kafka=%s zookeeper=%s millis=%d%n",
          cluster.bootstrapServers(), cluster.connectString(), millisSinceJvmStart());
      out.flush();
      return 0;
    } catch (IllegalArgumentException e) {
      err.println(e.getMessage());
      err.println(ServerArguments.USAGE);
      return WRONG_CALL;
    } catch (EmbeddedServerException e) {
      err.println(e.getMessage());
      for (var alsoFailed : e.getSuppressed()) {
        err.println(alsoFailed.getMessage());
      }
      return CANNOT_START;
    }
  }

  private static long millisSinceJvmStart() {
    return ManagementFactory.getRuntimeMXBean().getUptime();
  }
}
