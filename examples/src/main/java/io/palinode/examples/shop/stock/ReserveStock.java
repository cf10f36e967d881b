package io.palinode.examples.shop.stock;

/** Keep so many pieces of this article for this order. */
public record ReserveStock(String order, String sku, int quantity) {}
