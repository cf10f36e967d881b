package io.palinode.examples.shop.intake;

import io.palinode.examples.shop.text.ByteLines;
import io.palinode.examples.shop.text.ByteLines.Line;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads a file of orders line by line: CSV with a header, or JSON lines.
 *
 * <ul>
 *   <li>The file's extension says which of the two it is, or its first line where the extension
 *       says nothing.
 *   <li>A bad line is an answer like a good one, with all its faults, and the next line is read.
 *   <li>An order number that came before is a fault: to run it again would be to run nothing.
 *   <li>Blank lines are skipped. A line above {@value #MAX_LINE} bytes is a fault.
 *   <li>Lines are not kept, order numbers are: about 100 bytes of memory an order.
 * </ul>
 *
 * <p>Not safe for use by several threads.
 */
public final class OrderReader implements AutoCloseable {
  private static final int MAX_LINE = 16_384;
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private final Path file;
  private final ByteLines lines;
  private final Map<String, Long> lineByOrder = new HashMap<>();
  private @Nullable Rows rows;

  private OrderReader(Path file, ByteLines lines) {
    this.file = file;
    this.lines = lines;
  }

  /**
   * Opens a file.
   *
   * @throws UncheckedIOException if it cannot be read
   */
  public static OrderReader open(Path file) {
    try {
      return new OrderReader(file, ByteLines.of(file, MAX_LINE));
    } catch (IOException e) {
      throw new UncheckedIOException("The orders %s cannot be read.".formatted(file), e);
    }
  }

  /**
   * What the next line is; empty at the end of the file.
   *
   * @throws UnusableFile if the first line shows that this is no file of orders
   */
  public Optional<OrderLine> next() {
    try {
      Optional<OrderLine> found = Optional.empty();
      Optional<Line> line = lines.next();
      while (line.isPresent() && found.isEmpty()) {
        found = read(line.get());
        if (found.isEmpty()) {
          line = lines.next();
        }
      }
      return found;
    } catch (IOException e) {
      throw new UncheckedIOException("The orders %s cannot be read.".formatted(file), e);
    }
  }

  @Override
  public void close() {
    try {
      lines.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a line is; empty if it is blank or the header. */
  private Optional<OrderLine> read(Line line) {
    if (line.cut()) {
      String expected = "at most %,d bytes".formatted(MAX_LINE);
      return Optional.of(bad(line, new Fault(Fault.LINE, expected, shown(line))));
    }
    String text;
    try {
      text = line.text();
    } catch (CharacterCodingException e) {
      return Optional.of(bad(line, new Fault(Fault.LINE, "text in UTF-8", shown(line))));
    }
    if (line.number() == 1 && text.startsWith(BYTE_ORDER_MARK)) {
      text = text.substring(1);
    }
    if (text.isBlank()) {
      return Optional.empty();
    }
    if (rows == null) {
      boolean json = isJson(text);
      rows = json ? new JsonRows() : header(text);
      return json ? Optional.of(order(rows, line, text)) : Optional.empty();
    }
    return Optional.of(order(rows, line, text));
  }

  private OrderLine order(Rows form, Line line, String text) {
    OrderLine read;
    try {
      read = new OrderForm(form.fields(text)).read(line.number());
    } catch (BadRow e) {
      return bad(line, e.fault());
    }
    if (read instanceof OrderLine.Good good) {
      String id = good.order().id();
      Long before = lineByOrder.putIfAbsent(id, line.number());
      if (before != null) {
        String expected = "an order number of its own; line %d has the same".formatted(before);
        return bad(line, new Fault("order", expected, id));
      }
    }
    return read;
  }

  private Rows header(String text) {
    try {
      return CsvRows.under(text);
    } catch (BadRow | UnusableFile e) {
      throw new UnusableFile("%s: %s".formatted(file, e.getMessage()));
    }
  }

  private boolean isJson(String firstLine) {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    if (name.endsWith(".csv")) {
      return false;
    }
    boolean named = name.endsWith(".jsonl") || name.endsWith(".ndjson") || name.endsWith(".json");
    return named || firstLine.stripLeading().startsWith("{");
  }

  private static OrderLine bad(Line line, Fault fault) {
    return new OrderLine.Bad(line.number(), List.of(fault));
  }

  private static String shown(Line line) {
    return new String(line.bytes(), StandardCharsets.ISO_8859_1);
  }
}
