package io.palinode.chaos.check;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;

/**
 * A file with one JSON object on each line. A last line without its line feed does not count: the
 * process that wrote it was killed.
 *
 * <p>Lines may be appended by any thread.
 */
public record JsonLines(Path file) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Appends a line. */
  public void append(Object value) {
    try {
      var line = JSON.writeValueAsString(value) + "\n";
      synchronized (JSON) {
        Files.writeString(file, line, UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Every whole line, in order; none where there is no such file.
   *
   * @throws IllegalArgumentException naming a line that cannot be read
   */
  public <T> void read(Class<T> type, Consumer<T> each) {
    read(line -> each.accept(parse(line, type)));
  }

  /** Every whole line as text. */
  void read(Consumer<String> each) {
    if (Files.notExists(file)) {
      return;
    }
    try (var lines = Files.lines(file)) {
      var rest = lines.iterator();
      boolean whole = endsWithLineFeed();
      while (rest.hasNext()) {
        var line = rest.next();
        if (whole || rest.hasNext()) {
          each.accept(line);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean endsWithLineFeed() throws IOException {
    try (var bytes = new RandomAccessFile(file.toFile(), "r")) {
      bytes.seek(Math.max(0, bytes.length() - 1));
      return bytes.read() == '\n';
    }
  }

  private <T> T parse(String line, Class<T> type) {
    try {
      return JSON.readValue(line, type);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(file + " has an unreadable line: " + line, e);
    }
  }
}
