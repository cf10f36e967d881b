package io.palinode.examples.trip;

import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.saga.diagram.SagaDiagram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The picture of the trip in the README, which is drawn from the definition. */
class DrawingTest {

  @Test
  void shouldBeInTheReadmeAsTheDefinitionIs() throws IOException {
    String page = Files.readString(Path.of("README.md")).replace("\r\n", "\n");

    assertThat(page)
        .as("README.md differs from what SagaDiagram.mermaid(PlanTrip.DEFINITION) draws")
        .contains("```mermaid\n" + SagaDiagram.mermaid(PlanTrip.DEFINITION) + "```\n");
  }
}
