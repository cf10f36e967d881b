package io.palinode.examples.shop.shipping;

/** What the code of a depot throws when nobody has looked after its printer. */
final class LabelPrinterBroken extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  LabelPrinterBroken(String postcode) {
    super("The label printer of the depot for %s does not answer.".formatted(postcode));
  }
}
