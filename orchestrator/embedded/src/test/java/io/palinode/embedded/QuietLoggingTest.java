package io.palinode.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class QuietLoggingTest {
  @Test
  void shouldSetTheLevelsThatTheTestsThemselvesRunWith() throws IOException {
    var file = new Properties();
    try (var stream = getClass().getResourceAsStream("/simplelogger.properties")) {
      file.load(stream);
    }
    QuietLogging.levels()
        .forEach(
            (logger, level) ->
                assertThat(file).containsEntry("org.slf4j.simpleLogger.log." + logger, level));
  }
}
