package io.palinode.examples.shop.intake;

/** A file that is no file of orders at all. The message says why, and what one looks like. */
public final class UnusableFile extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  UnusableFile(String message) {
    super(message);
  }
}
