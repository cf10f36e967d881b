package io.palinode.message;

/** A payload above its limit, refused before Kafka or ZooKeeper sees it. */
public final class PayloadTooLarge extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  PayloadTooLarge(String what, int bytes, int limit) {
    super(
        "%s takes %,d bytes as JSON; the limit is %,d. Keep large things in a store of their own and send a reference."
            .formatted(what, bytes, limit));
  }
}
