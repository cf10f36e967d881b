package io.palinode.bench;

import io.palinode.embedded.process.Children;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Main of the benchmark: runs the {@linkplain Scenario scenario} that the command line names.
 *
 * <p>Its status is 0 if the scenario went as it must, 1 if it failed, 2 if the command line is not
 * understood.
 */
final class Benchmark {
  private Benchmark() {}

  public static void main(String[] arguments) {
    Locale.setDefault(Locale.ROOT);
    Scenario scenario;
    try {
      scenario = Scenario.parse(arguments);
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.exit(2);
      return;
    }
    System.exit(run(scenario));
  }

  private static int run(Scenario scenario) {
    var children = new Children(Thread.currentThread());
    var pid = ProcessHandle.current().pid();
    var data = scenario.directory().toAbsolutePath().resolve("data-" + pid);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> cleanUp(children, data), "clean-up"));
    try {
      return scenario.measure(children, data) ? 0 : 1;
    } catch (IOException | InterruptedException | RuntimeException e) {
      System.err.println("The benchmark failed.");
      children.failure().ifPresentOrElse(System.err::println, e::printStackTrace);
      return 1;
    }
  }

  /** Also what follows a failure: nobody else cleans up after one. */
  private static void cleanUp(Children children, Path data) {
    children.killAll();
    try {
      TestBed.delete(data);
    } catch (IOException e) {
      System.err.println("Left behind: " + data + " (" + e.getMessage() + ")");
    }
  }
}
