package io.palinode.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class StateDiagramTest {
  private static final Path PAGE = Path.of("..", "..", "docs", "state-machine.md");

  @Test
  void shouldBeInTheDocumentationAsTheTablesAre() throws IOException {
    String page = Files.readString(PAGE).replace("\r\n", "\n");

    assertThat(page)
        .as(
            "docs/state-machine.md differs from StepTransition or SagaTransition; print it anew with%n%s%n",
            StateDiagram.COMMAND)
        .isEqualTo(StateDiagram.printedInto(page));
  }

  @Test
  void shouldTellInTheDocumentationHowItIsPrinted() throws IOException {
    assertThat(Files.readString(PAGE).replace(" \\\n  ", " ")).contains(StateDiagram.COMMAND);
  }

  @Test
  void shouldReplaceWhatStandsBetweenTheMarkersAndNothingElse() {
    String page =
        """
        # Before
        <!-- begin: saga diagram -->
        old
        <!-- end: saga diagram -->
        # Between
        <!-- begin: step diagram -->
        <!-- end: step diagram -->
        # After
        """;

    assertThat(StateDiagram.printedInto(page))
        .startsWith(
            """
            # Before
            <!-- begin: saga diagram -->
            ```mermaid
            stateDiagram-v2
              [*] --> RUNNING
              RUNNING --> COMPLETED: every step succeeded
            """)
        .contains(
            """
              COMPENSATED --> [*]
            ```
            <!-- end: saga diagram -->
            # Between
            <!-- begin: step diagram -->
            ```mermaid
            stateDiagram-v2
              [*] --> PENDING
            """)
        .endsWith("```\n<!-- end: step diagram -->\n# After\n")
        .doesNotContain("old");
  }

  @Test
  void shouldSayThatAPageHasNoPlaceForIt() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> StateDiagram.printedInto("# Empty"))
        .withMessage(
            "The page lacks the lines '<!-- begin: saga diagram -->' and '<!-- end: saga diagram"
                + " -->'.");
  }
}
