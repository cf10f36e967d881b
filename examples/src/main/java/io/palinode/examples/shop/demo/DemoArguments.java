package io.palinode.examples.shop.demo;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the demonstration was asked for.
 *
 * <p>Immutable.
 *
 * @param files the files of orders; the sample where none was named
 * @param kill true if the orchestrator is to be killed half-way
 * @param perSecond how many orders are placed in a second
 * @param directory where books, logs and the report go
 */
record DemoArguments(List<Path> files, boolean kill, int perSecond, Path directory) {
  static final String USAGE =
      """
      usage: ./mvnw -q -Pdemo [-Ddemo.args="OPTION..."]
        --orders FILE   a file of orders, CSV or JSON lines; may be given again. Default: the sample
        --no-kill       let the orchestrator live
        --speed N       place N orders a second, 1 to 10000. Default: 40
        --dir DIR       where books, logs and the report go. Default: target/demo\
      """;

  private static final int USUAL_SPEED = 40;
  private static final int TOP_SPEED = 10_000;
  private static final List<String> SAMPLE = List.of("orders.csv", "orders.jsonl");

  DemoArguments {
    files = List.copyOf(files);
  }

  /**
   * Reads the arguments.
   *
   * @throws IllegalArgumentException saying which argument is wrong, and what was expected
   */
  static DemoArguments parse(List<String> arguments) {
    DemoArguments parsed =
        new DemoArguments(List.of(), true, USUAL_SPEED, Path.of("target", "demo"));
    for (Iterator<String> rest = arguments.iterator(); rest.hasNext(); ) {
      parsed = parsed.with(rest.next(), rest);
    }
    return parsed.files.isEmpty() ? parsed.withFiles(sample()) : parsed;
  }

  private DemoArguments with(String option, Iterator<String> rest) {
    return switch (option) {
      case "--orders" -> {
        Path file = Path.of(value(option, rest));
        if (!Files.isReadable(file)) {
          throw new IllegalArgumentException(
              "There is no file %s; expected a file of orders.".formatted(file.toAbsolutePath()));
        }
        yield withFiles(Stream.concat(files.stream(), Stream.of(file)).toList());
      }
      case "--no-kill" -> new DemoArguments(files, false, perSecond, directory);
      case "--speed" -> new DemoArguments(files, kill, speed(value(option, rest)), directory);
      case "--dir" -> new DemoArguments(files, kill, perSecond, Path.of(value(option, rest)));
      default ->
          throw new IllegalArgumentException("The option '%s' is not known.".formatted(option));
    };
  }

  private DemoArguments withFiles(List<Path> others) {
    return new DemoArguments(others, kill, perSecond, directory);
  }

  private static int speed(String text) {
    int speed = text.matches("\\d{1,5}") ? Integer.parseInt(text) : 0;
    if (speed < 1 || speed > TOP_SPEED) {
      throw new IllegalArgumentException(
          "--speed is '%s'; expected a whole number from 1 to %d.".formatted(text, TOP_SPEED));
    }
    return speed;
  }

  private static String value(String option, Iterator<String> rest) {
    if (!rest.hasNext()) {
      throw new IllegalArgumentException(option + " wants a value.");
    }
    return rest.next();
  }

  /** The sample's files, from the module's directory or the one above. */
  private static List<Path> sample() {
    List<Path> files = new ArrayList<>();
    for (Path directory : List.of(Path.of("orders"), Path.of("examples", "orders"))) {
      for (String name : SAMPLE) {
        Path file = directory.resolve(name);
        if (Files.isReadable(file)) {
          files.add(file);
        }
      }
    }
    if (files.isEmpty()) {
      throw new IllegalArgumentException(
          "The sample is in examples/orders, and this is %s; name a file with --orders."
              .formatted(Path.of("").toAbsolutePath()));
    }
    return files;
  }
}
