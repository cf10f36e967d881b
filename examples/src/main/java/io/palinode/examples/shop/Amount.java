package io.palinode.examples.shop;

import java.util.Locale;

/** Money in words. */
public final class Amount {
  private Amount() {}

  /** Cents as euros, such as {@code 1,167.00 EUR}. */
  public static String of(long cents) {
    String sign = cents < 0 ? "-" : "";
    long all = Math.abs(cents);
    return String.format(Locale.ROOT, "%s%,d.%02d EUR", sign, all / 100, all % 100);
  }
}
