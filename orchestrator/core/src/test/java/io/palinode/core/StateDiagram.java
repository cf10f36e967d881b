package io.palinode.core;

import io.palinode.message.SagaStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Prints the two tables of transitions as Mermaid state diagrams, into the page of the
 * documentation that explains them.
 *
 * <p>What stands between a diagram's two markers is replaced; the rest of the page is left alone.
 */
final class StateDiagram {
  /** Prints the page anew; to be run in the root of the repository. */
  static final String COMMAND =
      "./mvnw -q -pl orchestrator/core -am test-compile && java -cp "
          + "saga-api/target/classes:orchestrator/core/target/classes:orchestrator/core/target/test-classes"
          + " io.palinode.core.StateDiagram docs/state-machine.md";

  private StateDiagram() {}

  public static void main(String[] args) throws IOException {
    Path page = Path.of(args[0]);
    Files.writeString(page, printedInto(Files.readString(page)));
  }

  /** The page with both diagrams as the tables are now. */
  static String printedInto(String page) {
    String sagas = between(page, "saga", ofSagas());
    return between(sagas, "step", ofSteps());
  }

  private static String ofSagas() {
    Stream<String> rows =
        Arrays.stream(SagaTransition.values())
            .map(row -> arrow(row.from().name(), row.to().name(), row.label()));
    Stream<String> ends =
        Arrays.stream(SagaTransition.values())
            .map(SagaTransition::to)
            .filter(SagaStatus::ended)
            .distinct()
            .map(end -> "  " + end + " --> [*]");
    String first = first(SagaStatus.RUNNING);
    return diagram(Stream.of(Stream.of(first), rows, ends).flatMap(lines -> lines));
  }

  private static String ofSteps() {
    Stream<String> rows =
        Arrays.stream(StepTransition.values())
            .map(row -> arrow(row.from().name(), row.to().name(), row.label()));
    String first = first(StepStatus.PENDING);
    return diagram(Stream.concat(Stream.of(first), rows));
  }

  /** Where it begins. */
  private static String first(Object status) {
    return "  [*] --> " + status;
  }

  private static String arrow(String from, String to, String label) {
    return "  %s --> %s: %s".formatted(from, to, label);
  }

  private static String diagram(Stream<String> lines) {
    return lines.collect(Collectors.joining("\n", "```mermaid\nstateDiagram-v2\n", "\n```\n"));
  }

  private static String between(String page, String name, String diagram) {
    String begin = "<!-- begin: %s diagram -->\n".formatted(name);
    String end = "<!-- end: %s diagram -->\n".formatted(name);
    int from = page.indexOf(begin);
    int to = page.indexOf(end);
    if (from < 0 || to < from) {
      throw new IllegalArgumentException(
          "The page lacks the lines '%s' and '%s'.".formatted(begin.strip(), end.strip()));
    }
    return page.substring(0, from + begin.length()) + diagram + page.substring(to);
  }
}
