package io.palinode.embedded.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * What to start as a child JVM.
 *
 * <p>Immutable.
 *
 * @param name for people, in messages and thread names
 * @param options of the JVM, such as its heap
 * @param wrapper a command that ends by running what comes after it, as {@code exec} does; empty
 *     for none
 * @param listener hears of each line that it prints, on a thread of the child's own
 */
public record Launch(
    String name,
    Class<?> main,
    List<String> options,
    List<String> arguments,
    List<String> wrapper,
    Consumer<String> listener) {

  private static final List<String> LEAN = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

  public Launch {
    options = List.copyOf(options);
    arguments = List.copyOf(arguments);
    wrapper = List.copyOf(wrapper);
  }

  /** A JVM whose last lines are kept in memory, and no others. */
  public Launch(String name, Class<?> main, List<String> options, List<String> arguments) {
    this(name, main, options, arguments, List.of(), line -> {});
  }

  /** A JVM whose heap never grows or shrinks, which logs warnings only. */
  public static Launch fixedHeap(String name, Class<?> main, String heap, String... arguments) {
    return new Launch(
        name,
        main,
        List.of("-Xms" + heap, "-Xmx" + heap, "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn"),
        List.of(arguments));
  }

  /** The same, which starts fast and asks little of the machine, and is slow in the long run. */
  public Launch lean() {
    var all = new ArrayList<>(LEAN);
    all.addAll(options);
    return new Launch(name, main, all, arguments, wrapper, listener);
  }

  /** The same, started by this command. */
  public Launch behind(List<String> command) {
    return new Launch(name, main, options, arguments, command, listener);
  }

  /** The same, which tells of each line that it prints. */
  public Launch tellingOf(Consumer<String> lines) {
    return new Launch(name, main, options, arguments, wrapper, lines);
  }

  /** The same, which has everything that it prints in a file, too. */
  public Launch loggedTo(Path log) {
    return tellingOf(line -> append(line, log));
  }

  List<String> command() {
    var command = new ArrayList<>(wrapper);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-cp", classPath(), main.getName()));
    command.addAll(arguments);
    return command;
  }

  /** Surefire runs tests from a jar that only names the class path. */
  private static String classPath() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }

  private static void append(String line, Path log) {
    try {
      Files.writeString(
          log, line + "\n", UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
