package io.palinode.examples.shop.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palinode.examples.shop.Order;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OrderReaderTest {
  private static final String HEADER = "order,customer,sku,quantity,total,card,postcode\n";
  private static final String GOOD = "7,Ada Hartmann,MUG-BLUE,2,25.80,4929000000014242,10117\n";
  private static final Order ORDER =
      Order.placed("7", "Ada Hartmann", "MUG-BLUE", 2, 2580, "4929000000014242", "10117");

  @TempDir private Path directory;

  @Test
  void shouldReadRowsUnderTheirHeader() throws IOException {
    assertThat(read("orders.csv", HEADER + GOOD)).containsExactly(new OrderLine.Good(2, ORDER));
  }

  @Test
  void shouldTakeColumnsInAnyOrderAndIgnoreOthers() throws IOException {
    String csv =
        """
        Note;Postcode;card;total;quantity;sku;customer;ORDER\r
        hurry, please;10117;4929000000014242;25.8;2;MUG-BLUE;Ada Hartmann;7\r
        """;
    String withMark = "\uFEFF" + csv;

    assertThat(read("orders.csv", withMark)).containsExactly(new OrderLine.Good(2, ORDER));
  }

  @Test
  void shouldTakeCommasAndQuotesInsideQuotes() throws IOException {
    String row = "7,\"Müller, \"\"Jo\"\" 太郎\",MUG-BLUE,2,25.80,4929000000014242,10117\n";

    assertThat(read("orders.csv", HEADER + row))
        .containsExactly(
            new OrderLine.Good(
                2,
                Order.placed(
                    "7", "Müller, \"Jo\" 太郎", "MUG-BLUE", 2, 2580, "4929000000014242", "10117")));
  }

  @Test
  void shouldReadJsonLinesWithNumbersOrText() throws IOException {
    String json =
        """
        {"order":7,"customer":"Ada Hartmann","sku":"MUG-BLUE","quantity":2,"total":25.80,"card":"4929000000014242","postcode":"10117"}

        {"order":"8","customer":"Ada Hartmann","sku":"MUG-BLUE","quantity":"1","total":"12","card":"4929000000014242","postcode":"10117"}
        """;

    assertThat(read("orders.jsonl", json))
        .containsExactly(
            new OrderLine.Good(1, ORDER),
            new OrderLine.Good(
                3,
                Order.placed(
                    "8", "Ada Hartmann", "MUG-BLUE", 1, 1200, "4929000000014242", "10117")));
  }

  @Test
  void shouldTellJsonFromCsvByItsFirstLineWhereTheNameSaysNothing() throws IOException {
    String json =
        "{\"order\":7,\"customer\":\"Ada"
            + " Hartmann\",\"sku\":\"MUG-BLUE\",\"quantity\":2,\"total\":25.80,"
            + "\"card\":\"4929000000014242\",\"postcode\":\"10117\"}";

    assertThat(read("orders.txt", json)).containsExactly(new OrderLine.Good(1, ORDER));
    assertThat(read("orders.dat", HEADER + GOOD)).containsExactly(new OrderLine.Good(2, ORDER));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          8,A B,MUG-BLUE,two,25.80,4929000000014242,10117  | line 2: quantity is 'two'; expected a whole number from 1 to 100
          8,A B,MUG-BLUE,0,25.80,4929000000014242,10117    | line 2: quantity is '0'; expected a whole number from 1 to 100
          8,A B,MUG-BLUE,101,25.80,4929000000014242,10117  | line 2: quantity is '101'; expected a whole number from 1 to 100
          8,A B,MUG-BLUE,1,12.905,4929000000014242,10117   | line 2: total is '12.905'; expected an amount above 0 such as 129.90, at most 999999.99
          8,A B,MUG-BLUE,1,0.00,4929000000014242,10117     | line 2: total is '0.00'; expected an amount above 0 such as 129.90, at most 999999.99
          8,A B,MUG-BLUE,1,-5,4929000000014242,10117       | line 2: total is '-5'; expected an amount above 0 such as 129.90, at most 999999.99
          8,A B,mug,1,25.80,4929000000014242,10117         | line 2: sku is 'mug'; expected an article such as MUG-BLUE
          8,A B,MUG-BLUE,1,25.80,4929-0000,10117           | line 2: card is '4929-0000'; expected 12 to 19 digits
          8,A B,MUG-BLUE,1,25.80,4929000000014242,x        | line 2: postcode is 'x'; expected 2 to 10 capital letters, digits and hyphens
          8/9,A B,MUG-BLUE,1,25.80,4929000000014242,10117  | line 2: order is '8/9'; expected an order number of letters, digits, dots, hyphens, at most 40
          8,,MUG-BLUE,1,25.80,4929000000014242,            | line 2: customer is missing; expected a name of at most 80 characters; and postcode is missing; expected 2 to 10 capital letters, digits and hyphens
          8,A B,MUG-BLUE,1,25.80                           | line 2: line is '8,A B,MUG-BLUE,1,25.80'; expected 7 columns, not 5
          8,"A B,MUG-BLUE,1,25.80,4929000000014242,10117   | line 2: line is '8,"A B,MUG-BLUE,1,25.80,4929000000014242,10117'; expected comma-separated values (Missing closing quote for value)
          """)
  void shouldNameLineFieldAndExpectationAndReadOn(String row, String expected) throws IOException {
    List<OrderLine> lines = read("orders.csv", HEADER + row + "\n" + GOOD);

    assertThat(lines).hasSize(2);
    assertThat(lines.get(0)).isInstanceOf(OrderLine.Bad.class).hasToString(expected);
    assertThat(lines.get(1)).isEqualTo(new OrderLine.Good(3, ORDER));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"order": "8", "customer"   | expected one JSON object (Unexpected end-of-input
          ["8", "Ada Hartmann"]       | line is '["8", "Ada Hartmann"]'; expected one JSON object
          {"order":"8","order":"9"}   | expected one JSON object (Duplicate field 'order')
          {"order":"8"} {"order":"9"} | expected one JSON object (Trailing token
          {"order":["8"]}             | order is '["8"]'; expected an order number
          {"quantity":1.5}            | quantity is '1.5'; expected a whole number
          {"customer":null}           | customer is missing; expected a name
          """)
  void shouldReportLinesThatAreNoJsonOrder(String line, String expected) throws IOException {
    List<OrderLine> lines = read("orders.jsonl", line + "\n");

    assertThat(lines).singleElement().isInstanceOf(OrderLine.Bad.class);
    assertThat(lines.get(0).toString()).startsWith("line 1: ").contains(expected);
  }

  @Test
  void shouldReportAnOrderNumberThatCameBefore() throws IOException {
    assertThat(read("orders.csv", HEADER + GOOD + GOOD))
        .map(OrderLine::toString)
        .element(1)
        .isEqualTo(
            "line 3: order is '7'; expected an order number of its own; line 2 has the same");
  }

  @Test
  void shouldReportALineThatIsNotUtf8AndReadOn() throws IOException {
    byte[] row = GOOD.replace("Ada", "Zoë").getBytes(StandardCharsets.ISO_8859_1);

    List<OrderLine> lines =
        read("orders.csv", concat(HEADER.getBytes(StandardCharsets.UTF_8), row, bytes(GOOD)));

    assertThat(lines.get(0).toString()).startsWith("line 2: line is ").contains("text in UTF-8");
    assertThat(lines.get(1)).isEqualTo(new OrderLine.Good(3, ORDER));
  }

  @Test
  void shouldSkipTheRestOfALineAboveTheLimit() throws IOException {
    String huge = GOOD.replace("Ada", "A".repeat(100_000));

    List<OrderLine> lines = read("orders.csv", HEADER + huge + GOOD);

    assertThat(lines.get(0).toString()).contains("expected at most 16,384 bytes");
    assertThat(lines.get(1)).isEqualTo(new OrderLine.Good(3, ORDER));
  }

  @Test
  void shouldRefuseAFileWhoseHeaderLacksColumns() {
    assertThatThrownBy(() -> read("orders.csv", "order,customer,sku\n1,2,3\n"))
        .isInstanceOf(UnusableFile.class)
        .hasMessageContaining(
            "The header lacks quantity, total, card, postcode; expected the columns order,"
                + " customer");
  }

  @Test
  void shouldFindNothingInAnEmptyFile() throws IOException {
    assertThat(read("orders.csv", "")).isEmpty();
  }

  private List<OrderLine> read(String name, String text) throws IOException {
    return read(name, bytes(text));
  }

  private List<OrderLine> read(String name, byte[] bytes) throws IOException {
    Path file = Files.write(directory.resolve(name), bytes);
    List<OrderLine> lines = new ArrayList<>();
    try (OrderReader reader = OrderReader.open(file)) {
      Optional<OrderLine> line = reader.next();
      while (line.isPresent()) {
        lines.add(line.get());
        line = reader.next();
      }
    }
    return lines;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] concat(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }
}
