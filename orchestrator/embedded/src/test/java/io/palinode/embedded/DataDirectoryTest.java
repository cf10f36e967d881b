package io.palinode.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {
  @TempDir Path given;

  @Test
  void shouldDeleteATemporaryDirectoryWhenClosed() throws IOException {
    var directory = DataDirectory.open("kafka", null);
    Files.createDirectories(directory.path().resolve("orders-0"));
    Files.writeString(directory.path().resolve("orders-0").resolve("log"), "placed");

    directory.close();

    assertThat(directory.path()).doesNotExist();
  }

  @Test
  void shouldMakeAGivenDirectoryAndKeepItsContentWhenClosed() throws IOException {
    var path = given.resolve("made").resolve("here");
    var directory = DataDirectory.open("kafka", path);
    var file = Files.writeString(directory.path().resolve("log"), "placed");

    directory.close();

    assertThat(file).hasContent("placed");
  }

  @Test
  void shouldRefuseASecondOwnerUntilTheFirstIsClosed() {
    try (var owner = DataDirectory.open("kafka", given)) {
      assertThatThrownBy(() -> DataDirectory.open("kafka", owner.path()))
          .isInstanceOf(EmbeddedServerException.class)
          .hasMessage(
              "kafka cannot use the directory %s, a running server owns it. Stop that one or choose another directory.",
              given);
    }
    DataDirectory.open("kafka", given).close();
  }

  @Test
  void shouldNameADirectoryThatCannotBeMade() throws IOException {
    var file = Files.writeString(given.resolve("file"), "in the way");

    assertThatThrownBy(() -> DataDirectory.open("zookeeper", file))
        .isInstanceOf(EmbeddedServerException.class)
        .hasMessageStartingWith("zookeeper cannot use the directory " + file);
  }
}
