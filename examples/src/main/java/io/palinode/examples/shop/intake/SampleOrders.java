package io.palinode.examples.shop.intake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Writes the orders that the demonstration runs: the same ones every time.
 *
 * <p>An order's number decides who orders what, and whether something goes wrong. The lines that
 * are no orders are written out here as they are.
 */
public final class SampleOrders {
  private static final int IN_CSV = 200;
  private static final int IN_ALL = 320;

  private static final Map<Integer, List<String>> BAD_CSV =
      Map.of(
          17, List.of("1900,Ines Winter,MUG-BLUE,two,25.80,4929000090014242,10117"),
          42, List.of("1901,Ines Winter,MUG-BLUE,0,0.00,4929000090024242,10117"),
          71, List.of("1902,\"Winter, Ines,MUG-BLUE,1,12.90,4929000090034242,10117"),
          90, List.of("1903,Ines Winter,MUG-BLUE,1,12.90,10117"),
          118, List.of("1904,,mug-blue,1,12.90,4929-0000-9005,10117"),
          119, List.of(""),
          150, List.of("1010,Ines Winter,MUG-BLUE,1,12.90,4929000090064242,10117"),
          181, List.of("1905,Ines Winter,MUG-BLUE,1,\"12,90\",4929000090074242,10117"));

  private static final Map<Integer, List<String>> BAD_JSON =
      Map.of(
          214, List.of("{\"order\": \"1910\", \"customer\": \"Ines Winter\", \"sku\""),
          233, List.of("[\"1911\", \"Ines Winter\", \"MUG-BLUE\"]"),
          262,
              List.of(
                  "{\"order\":\"1912\",\"customer\":null,\"sku\":\"MUG-BLUE\",\"quantity\":1.5,"
                      + "\"total\":12.905,\"card\":\"4929000090104242\",\"postcode\":\"10117\"}"),
          290, List.of("{\"order\":\"1913\"}"));

  private final CsvMapper csv = new CsvMapper();
  private final ObjectMapper json = new ObjectMapper();

  private SampleOrders() {}

  /** Writes {@code orders.csv} and {@code orders.jsonl} into the directory given. */
  public static void main(String... arguments) throws IOException {
    Path directory = Path.of(arguments.length > 0 ? arguments[0] : "orders");
    Files.createDirectories(directory);
    Files.write(directory.resolve("orders.csv"), bytes(new SampleOrders().csv()));
    Files.write(directory.resolve("orders.jsonl"), bytes(new SampleOrders().jsonLines()));
  }

  /** The lines of {@code orders.csv}. */
  List<String> csv() {
    List<String> lines = new ArrayList<>();
    lines.add(String.join(",", OrderForm.FIELDS));
    for (int n = 1; n <= IN_CSV; n++) {
      lines.add(write(csv, new SampleOrder(n).fields()));
      lines.addAll(BAD_CSV.getOrDefault(n, List.of()));
    }
    return lines;
  }

  /** The lines of {@code orders.jsonl}. */
  List<String> jsonLines() {
    List<String> lines = new ArrayList<>();
    for (int n = IN_CSV + 1; n <= IN_ALL; n++) {
      lines.add(object(new SampleOrder(n).fields()).toString());
      lines.addAll(BAD_JSON.getOrDefault(n, List.of()));
    }
    return lines;
  }

  static byte[] bytes(List<String> lines) {
    return (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
  }

  private static String write(CsvMapper csv, List<String> fields) {
    try {
      return csv.writer(CsvSchema.emptySchema()).writeValueAsString(fields).strip();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Text always fits into CSV.", e);
    }
  }

  private ObjectNode object(List<String> fields) {
    ObjectNode order = json.createObjectNode();
    for (int field = 0; field < fields.size(); field++) {
      String name = OrderForm.FIELDS.get(field);
      String text = fields.get(field);
      if (name.equals("quantity")) {
        order.put(name, Integer.parseInt(text));
      } else {
        order.put(name, text);
      }
    }
    return order;
  }

  /**
   * One order of the sample.
   *
   * @param n from 1
   */
  private record SampleOrder(int n) {
    private static final List<String> CUSTOMERS =
        List.of(
            "Ada Hartmann",
            "Müller, Jörg",
            "Siobhán O'Brien",
            "山田 太郎",
            "Łukasz Żółkiewski",
            "Nguyễn Thị Mai",
            "Zoë \"Zett\" Æbeltoft",
            "Δήμητρα Παππά",
            "Renée <Atelier> & Fils",
            "Işıl Ağaoğlu",
            "Henrik Ibsen",
            "Олена Шевчук",
            "Marta García, S.L.");
    private static final List<String> SKUS =
        List.of("MUG-BLUE", "NOTEBOOK-A5", "LAMP-BRASS", "TEAPOT-IRON", "CHAIR-OAK", "RUG-WOOL");
    private static final List<Integer> PRICES = List.of(1290, 995, 14950, 7900, 38900, 21500);
    private static final List<String> POSTCODES =
        List.of("10117", "20095", "EC1A 1BB", "75004", "50667", "1017 AB", "04109");

    List<String> fields() {
      int kind = Math.floorMod(n * 5, SKUS.size() + 1) % SKUS.size();
      boolean limited = n % 23 == 4;
      boolean refused = n % 29 == 11;
      int quantity = limited ? 1 : refused ? 3 : 1 + n % 3;
      int price = limited ? 12000 : refused ? 14950 : PRICES.get(kind);
      String sku = limited ? "PRINT-DAWN-LTD6" : refused ? "LAMP-BRASS" : SKUS.get(kind);
      int cents = quantity * price;
      return List.of(
          Integer.toString(1000 + n),
          CUSTOMERS.get(n * 7 % CUSTOMERS.size()),
          sku,
          Integer.toString(quantity),
          String.format(Locale.ROOT, "%d.%02d", cents / 100, cents % 100),
          card(refused),
          postcode());
    }

    private String card(boolean refused) {
      String ending = n % 2 == 0 ? "4242" : "1881";
      if (n % 37 == 5) {
        ending = "0101";
      } else if (n == 60 || n == 140 || n == 230) {
        ending = "0202";
      } else if (n == 97) {
        ending = "0303";
      } else if (n % 53 == 20) {
        ending = "0404";
      }
      return String.format(Locale.ROOT, "%s%08d%s", refused ? "5105" : "4929", n, ending);
    }

    private String postcode() {
      if (n % 31 == 7 || n == 97) {
        return "99735";
      } else if (n == 75 || n == 175 || n == 275 || n == 305) {
        return "88131";
      }
      return POSTCODES.get(n % POSTCODES.size());
    }
  }
}
