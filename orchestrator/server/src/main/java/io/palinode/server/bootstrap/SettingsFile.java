package io.palinode.server.bootstrap;

import io.palinode.settings.InvalidSettings;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import picocli.CommandLine.Option;

/** The option by which a command is told the settings of the orchestrators. */
final class SettingsFile {
  @Option(
      names = "--settings",
      required = true,
      description = "The settings of the orchestrators, a properties file.")
  private Path file = Path.of("");

  /**
   * What the file says.
   *
   * @throws InvalidSettings if it cannot be read, or says what cannot be
   */
  OrchestratorSettings read() {
    Properties settings = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      settings.load(reader);
    } catch (IOException e) {
      throw new InvalidSettings("The settings in %s cannot be read: %s".formatted(file, e));
    }
    return OrchestratorSettings.of(settings);
  }
}
