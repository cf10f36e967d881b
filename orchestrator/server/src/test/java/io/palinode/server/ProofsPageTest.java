package io.palinode.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages that say what proves what name tests that are there, whichever module has them. */
class ProofsPageTest {
  private static final Path PROJECT = Path.of("..", "..");
  private static final Pattern NAMED = Pattern.compile("`(\\w+(?:Test|Contract))(?:#(\\w+))?`");

  @ParameterizedTest
  @ValueSource(strings = {"proofs.md", "how-it-works.md"})
  void shouldNameTestsThatAreThere(String page) throws IOException {
    Map<String, String> tests = tests();
    String text = Files.readString(PROJECT.resolve("docs").resolve(page));

    List<MatchResult> named = NAMED.matcher(text).results().toList();

    assertThat(named).isNotEmpty();
    assertThat(named.stream().filter(each -> !isThere(each, tests)).map(MatchResult::group))
        .as("tests that %s names, and nobody has", page)
        .isEmpty();
  }

  private static boolean isThere(MatchResult named, Map<String, String> tests) {
    String source = tests.getOrDefault(named.group(1), "");
    String method = named.group(2);
    return !source.isEmpty() && (method == null || source.contains("void " + method + "("));
  }

  /** The source of every test class, by the class's name. */
  private static Map<String, String> tests() throws IOException {
    Map<String, String> sources = new HashMap<>();
    for (Path folder : List.of(PROJECT, PROJECT.resolve("orchestrator"))) {
      try (Stream<Path> modules = Files.list(folder)) {
        modules
            .map(module -> module.resolve(Path.of("src", "test", "java")))
            .filter(Files::isDirectory)
            .forEach(module -> read(module, sources));
      }
    }
    return sources;
  }

  private static void read(Path module, Map<String, String> sources) {
    try (Stream<Path> files = Files.walk(module)) {
      for (Path file : files.filter(each -> each.toString().endsWith(".java")).toList()) {
        String name = file.getFileName().toString().replace(".java", "");
        sources.merge(name, Files.readString(file), String::concat);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The tests of " + module + " cannot be read.", e);
    }
  }
}
