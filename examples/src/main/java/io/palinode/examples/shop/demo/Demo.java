package io.palinode.examples.shop.demo;

import io.palinode.embedded.EmbeddedServerException;
import io.palinode.embedded.QuietLogging;
import io.palinode.examples.shop.intake.UnusableFile;
import io.palinode.examples.shop.report.ReportPage;
import io.palinode.examples.shop.report.ShopRun;
import io.palinode.kafka.KafkaUnreachable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The whole shop on one machine, with an orchestrator that is killed half-way.
 *
 * <ul>
 *   <li>Kafka, ZooKeeper and the services run in this JVM, the orchestrator in a JVM of its own.
 *   <li>It ends with an audit of the services' books, and a page that shows every saga.
 *   <li>It exits with 0 if every order was settled and the audit passed, with 1 if not, and with 2
 *       if it was called wrongly. Ctrl-C stops everything that it started.
 * </ul>
 */
public final class Demo {
  private static final int FAILED = 1;
  private static final int WRONG_CALL = 2;
  private static final int STOP_MILLIS = 20_000;

  private Demo() {}

  /** Runs the demonstration; see {@link DemoArguments#USAGE}. */
  public static void main(String... arguments) {
    quiet();
    Thread main = Thread.currentThread();
    Thread stop = new Thread(() -> stop(main), "demo-stop");
    Runtime.getRuntime().addShutdownHook(stop);
    int exit = run(words(arguments), Screen.ofThisProcess());
    try {
      Runtime.getRuntime().removeShutdownHook(stop);
    } catch (IllegalStateException alreadyStopping) {
      return;
    }
    System.exit(exit);
  }

  static int run(List<String> words, Screen screen) {
    if (words.contains("--help")) {
      screen.say(DemoArguments.USAGE);
      return 0;
    }
    DemoArguments arguments;
    int expected;
    try {
      arguments = DemoArguments.parse(words);
      expected = Incoming.count(arguments.files());
      DemoShop.prepare(arguments.directory());
    } catch (IllegalArgumentException | UncheckedIOException e) {
      screen.say(String.valueOf(e.getMessage()));
      screen.say(e instanceof UnusableFile ? "" : DemoArguments.USAGE);
      return WRONG_CALL;
    }
    try {
      return run(arguments, expected, screen);
    } catch (InterruptedException e) {
      screen.say("Stopped.");
    } catch (EmbeddedServerException | KafkaUnreachable | UncheckedIOException e) {
      screen.say("✗ " + e.getMessage());
    }
    return FAILED;
  }

  private static int run(DemoArguments arguments, int expected, Screen screen)
      throws InterruptedException {
    screen.say("Palinode demo: %,d orders from %s".formatted(expected, arguments.files()));
    ShopRun result;
    try (DemoShop shop = DemoShop.open(arguments.directory())) {
      screen.say("  %s; stock, payments, shipping and orders are open".formatted(shop.servers()));
      screen.say("  the orchestrator is process %d".formatted(shop.orchestrator().pid()));
      result = new DemoRun(arguments, shop, screen, expected).run();
    }
    return conclude(result, arguments.directory(), screen);
  }

  /** Tells how a run went, and what the process exits with. */
  static int conclude(ShopRun result, Path directory, Screen screen) {
    Summary.of(result).forEach(screen::say);
    screen.say("");
    screen.say("Report: " + write(directory.resolve("report.html"), result).toUri());
    screen.say("Books:  " + directory.resolve("books").toAbsolutePath().normalize());
    return result.audit().passed() ? 0 : FAILED;
  }

  private static Path write(Path file, ShopRun run) {
    try {
      return Files.writeString(file, ReportPage.of(run)).toAbsolutePath().normalize();
    } catch (IOException e) {
      throw new UncheckedIOException("The report %s cannot be written.".formatted(file), e);
    }
  }

  private static List<String> words(String... arguments) {
    List<String> words = new ArrayList<>(List.of(arguments));
    String given = System.getProperty("demo.args", "").strip();
    if (!given.isEmpty()) {
      words.addAll(List.of(given.split("\\s+")));
    }
    return words;
  }

  /** Errors only: that a service throws and a process dies is what the demonstration is about. */
  private static void quiet() {
    for (String logger :
        List.of("io.palinode", "kafka", "org.apache.kafka", "org.apache.zookeeper")) {
      System.setProperty("org.slf4j.simpleLogger.log." + logger, "error");
    }
    QuietLogging.warningsOnly();
  }

  /** Ctrl-C: has the main thread unwind, and waits for it. */
  private static void stop(Thread main) {
    main.interrupt();
    try {
      main.join(STOP_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
