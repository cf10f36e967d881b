package io.palinode.examples.shop.intake;

/** A line that cannot be taken apart into fields. */
final class BadRow extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final transient Fault fault;

  BadRow(String expected, String came) {
    super("Expected %s, but came: %s".formatted(expected, came));
    this.fault = new Fault(Fault.LINE, expected, came);
  }

  Fault fault() {
    return fault;
  }
}
