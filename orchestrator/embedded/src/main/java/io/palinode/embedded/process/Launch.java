package io.palinode.embedded.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What to start as a child JVM.
 *
 * <p>Immutable.
 *
 * @param name for people, in messages and thread names
 * @param options of the JVM, such as its heap
 * @param log where everything goes that it prints, beside what is kept in memory; null for nowhere
 */
public record Launch(
    String name, Class<?> main, List<String> options, List<String> arguments, @Nullable Path log) {

  public Launch {
    options = List.copyOf(options);
    arguments = List.copyOf(arguments);
  }

  /** A JVM whose heap never grows or shrinks, which logs warnings only. */
  public static Launch fixedHeap(String name, Class<?> main, String heap, String... arguments) {
    return new Launch(
        name,
        main,
        List.of("-Xms" + heap, "-Xmx" + heap, "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn"),
        List.of(arguments),
        null);
  }

  List<String> command() {
    var command = new ArrayList<String>();
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
}
