package io.palinode.server.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SettingsPageTest {
  private static final Path PAGE = Path.of("..", "..", "docs", "settings.md");

  @Test
  void shouldBeInTheDocumentationAsTheSettingsAre() throws IOException {
    String page = Files.readString(PAGE).replace("\r\n", "\n");

    assertThat(page)
        .as(
            "docs/settings.md differs from OrchestratorSettings; its last section says how to print it")
        .isEqualTo(SettingsPage.printedInto(page));
  }
}
