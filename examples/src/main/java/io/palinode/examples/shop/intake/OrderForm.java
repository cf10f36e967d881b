package io.palinode.examples.shop.intake;

import io.palinode.examples.shop.Order;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Checks the fields of one line, and makes an order of them.
 *
 * <p>Lives for one line.
 */
final class OrderForm {
  /** The fields that an order has, in the order in which they are written. */
  static final List<String> FIELDS =
      List.of("order", "customer", "sku", "quantity", "total", "card", "postcode");

  private static final int MAX_CUSTOMER = 80;
  private static final int MAX_QUANTITY = 100;
  private static final Pattern NUMBER = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,39}");
  private static final Pattern SKU = Pattern.compile("[A-Z0-9]+(-[A-Z0-9]+)*");
  private static final Pattern PIECES = Pattern.compile("[0-9]{1,3}");
  private static final Pattern AMOUNT = Pattern.compile("[0-9]{1,6}(\\.[0-9]{1,2})?");
  private static final Pattern CARD = Pattern.compile("[0-9]{12,19}");
  private static final Pattern POSTCODE = Pattern.compile("[A-Z0-9][A-Z0-9 -]{1,9}");

  private final Map<String, String> fields;
  private final List<Fault> faults = new ArrayList<>();

  OrderForm(Map<String, String> fields) {
    this.fields = fields;
  }

  OrderLine read(long line) {
    String id =
        form("order", NUMBER, "an order number of letters, digits, dots, hyphens, at most 40");
    String customer = customer();
    String sku = form("sku", SKU, "an article such as MUG-BLUE");
    int quantity = quantity();
    long cents = cents();
    String card = form("card", CARD, "12 to 19 digits");
    String postcode = form("postcode", POSTCODE, "2 to 10 capital letters, digits and hyphens");
    return faults.isEmpty()
        ? new OrderLine.Good(line, Order.placed(id, customer, sku, quantity, cents, card, postcode))
        : new OrderLine.Bad(line, faults);
  }

  private String customer() {
    String expected = "a name of at most %d characters".formatted(MAX_CUSTOMER);
    String text = given("customer", expected);
    if (text.length() > MAX_CUSTOMER) {
      faults.add(new Fault("customer", expected, text));
    }
    return text;
  }

  private int quantity() {
    String expected = "a whole number from 1 to %d".formatted(MAX_QUANTITY);
    String text = form("quantity", PIECES, expected);
    int pieces = text.isEmpty() ? 1 : Integer.parseInt(text);
    if (pieces < 1 || pieces > MAX_QUANTITY) {
      faults.add(new Fault("quantity", expected, text));
    }
    return pieces;
  }

  private long cents() {
    String expected = "an amount above 0 such as 129.90, at most 999999.99";
    String text = form("total", AMOUNT, expected);
    if (text.isEmpty()) {
      return 0;
    }
    int point = text.indexOf('.');
    String decimals = point < 0 ? "" : text.substring(point + 1);
    String whole = point < 0 ? text : text.substring(0, point);
    long cents = Long.parseLong(whole + (decimals + "00").substring(0, 2));
    if (cents == 0) {
      faults.add(new Fault("total", expected, text));
    }
    return cents;
  }

  /** The field's text if it has the form, and else the empty text and a fault. */
  private String form(String field, Pattern form, String expected) {
    String text = given(field, expected);
    if (text.isEmpty() || form.matcher(text).matches()) {
      return text;
    }
    faults.add(new Fault(field, expected, text));
    return "";
  }

  private String given(String field, String expected) {
    String text = fields.getOrDefault(field, "").strip();
    if (text.isEmpty()) {
      faults.add(Fault.missing(field, expected));
    }
    return text;
  }
}
