package io.palinode.examples.shop.intake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Lines of comma-separated values under a header that names the columns.
 *
 * <ul>
 *   <li>Columns come in any order, and those that nobody asks for are ignored.
 *   <li>Where the header has semicolons and no comma, semicolons separate the values.
 *   <li>A row is one line. A line break inside quotes is not taken, so a quote that is never closed
 *       costs its own line and not the rest of the file.
 * </ul>
 */
final class CsvRows implements Rows {
  private static final CsvMapper CSV =
      CsvMapper.builder().enable(CsvParser.Feature.WRAP_AS_ARRAY).build();

  private final ObjectReader reader;
  private final List<String> columns;

  private CsvRows(ObjectReader reader, List<String> columns) {
    this.reader = reader;
    this.columns = columns;
  }

  /**
   * Reads the header.
   *
   * @throws UnusableFile if a column is missing
   */
  static CsvRows under(String header) {
    char separator = header.indexOf(',') < 0 && header.indexOf(';') >= 0 ? ';' : ',';
    ObjectReader reader =
        CSV.readerFor(String[].class).with(CsvSchema.emptySchema().withColumnSeparator(separator));
    List<String> columns = new ArrayList<>();
    for (String name : values(reader, header)) {
      columns.add(name.strip().toLowerCase(Locale.ROOT));
    }
    List<String> missing = new ArrayList<>(OrderForm.FIELDS);
    missing.removeAll(columns);
    if (!missing.isEmpty()) {
      throw new UnusableFile(
          "The header lacks %s; expected the columns %s."
              .formatted(String.join(", ", missing), String.join(", ", OrderForm.FIELDS)));
    }
    return new CsvRows(reader, columns);
  }

  @Override
  public Map<String, String> fields(String line) {
    List<String> values = values(reader, line);
    if (values.size() != columns.size()) {
      throw new BadRow("%d columns, not %d".formatted(columns.size(), values.size()), line);
    }
    Map<String, String> fields = new HashMap<>();
    for (int column = 0; column < columns.size(); column++) {
      fields.put(columns.get(column), values.get(column));
    }
    return fields;
  }

  private static List<String> values(ObjectReader reader, String line) {
    try (MappingIterator<String[]> rows = reader.readValues(line)) {
      return rows.hasNextValue() ? Arrays.asList(rows.nextValue()) : List.of();
    } catch (JsonProcessingException e) {
      throw new BadRow("comma-separated values (%s)".formatted(reason(e)), line);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String reason(JsonProcessingException e) {
    return e.getOriginalMessage().lines().findFirst().orElse("");
  }
}
