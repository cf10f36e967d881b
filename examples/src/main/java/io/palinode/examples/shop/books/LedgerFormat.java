package io.palinode.examples.shop.books;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.palinode.examples.shop.text.ByteLines;
import io.palinode.examples.shop.text.ByteLines.Line;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Ledgers as files: one line of JSON, and a line feed that says that the line is whole.
 *
 * <p>A last line without its line feed was being written when the process or machine died. It was
 * never answered for, so it does not count.
 */
public final class LedgerFormat {
  private static final int MAX_LINE = 1 << 20;
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES).build();

  private LedgerFormat() {}

  /**
   * Every whole line of a ledger; none where there is no such file.
   *
   * @throws DamagedLedger if a line cannot be read
   */
  public static List<LedgerLine> read(Path file) {
    List<LedgerLine> lines = new ArrayList<>();
    read(file, lines::add);
    return lines;
  }

  /**
   * Hands on every whole line of a ledger.
   *
   * @return the position after the last of them, in bytes
   */
  static long read(Path file, Consumer<LedgerLine> each) {
    long end = 0;
    if (Files.notExists(file)) {
      return end;
    }
    try (ByteLines lines = ByteLines.of(file, MAX_LINE)) {
      Optional<Line> line = lines.next();
      while (line.isPresent() && line.get().ended()) {
        each.accept(parse(file, line.get()));
        end = line.get().end();
        line = lines.next();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return end;
  }

  static byte[] bytes(LedgerLine line) {
    try {
      return (JSON.writeValueAsString(line) + "\n").getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("The line cannot be written: " + line, e);
    }
  }

  private static LedgerLine parse(Path file, Line line) {
    try {
      return JSON.readValue(line.bytes(), LedgerLine.class);
    } catch (IOException e) {
      throw new DamagedLedger(file, line.number(), e);
    }
  }
}
